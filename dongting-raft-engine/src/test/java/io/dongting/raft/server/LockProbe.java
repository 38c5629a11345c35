package io.dongting.raft.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Asks another process whether it could use a directory.
 */
final class LockProbe {

	private static final int IN_USE = 3;

	private LockProbe() {
	}

	static boolean isInUse(Path directory) throws IOException, InterruptedException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
				LockProbe.class.getName(), directory.toString())
			.inheritIO()
			.start();
		if (!process.waitFor(1, TimeUnit.MINUTES)) {
			process.destroyForcibly();
			throw new AssertionError("No answer");
		}
		if (process.exitValue() != 0 && process.exitValue() != IN_USE) {
			throw new AssertionError("Ended with " + process.exitValue());
		}
		return process.exitValue() == IN_USE;
	}

	public static void main(@Nullable String[] arguments) {
		try {
			new LockedDirectory.Opener(Path.of(String.valueOf(arguments[0]))).get().close();
		}
		catch (DataDirectoryInUseException ex) {
			System.exit(IN_USE);
		}
	}

}
