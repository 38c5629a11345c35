package io.dongting.samples.benchmark.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import io.dongting.samples.benchmark.result.Measurement;

/**
 * Starts a {@link Worker} and waits for what it finds.
 */
final class WorkerProcess {

	/** Some engines reach into the JDK. All get the same options. */
	private static final List<String> OPTIONS = List.of("-XX:+UseG1GC", "--enable-native-access=ALL-UNNAMED",
			"--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.nio=ALL-UNNAMED",
			"--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
			"-Dio.netty.tryReflectionSetAccessible=true");

	private final String heap;

	/**
	 * Create a way to start workers.
	 * @param heap the size of the heap, as {@code -Xmx} takes it
	 */
	WorkerProcess(String heap) {
		this.heap = heap;
	}

	List<String> options() {
		List<String> options = new ArrayList<>(List.of("-Xms" + this.heap, "-Xmx" + this.heap));
		options.addAll(OPTIONS);
		return options;
	}

	/**
	 * Run a worker to its end.
	 * @param classPath its class path
	 * @param arguments its arguments
	 * @param log where its output goes; what it finds is left beside it
	 * @param longestSeconds after how many seconds to give up
	 * @return what was measured
	 * @throws IllegalStateException if the worker failed
	 */
	Measurement run(String classPath, List<String> arguments, Path log, long longestSeconds)
			throws IOException, InterruptedException {
		Path outcome = log.resolveSibling(log.getFileName() + ".properties");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options());
		command.addAll(List.of("-cp", classPath, Worker.class.getName(), "result=" + outcome));
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			if (!process.waitFor(longestSeconds, TimeUnit.SECONDS)) {
				throw new IllegalStateException("It did not end within " + longestSeconds + " s, see " + log);
			}
		}
		finally {
			process.destroyForcibly().waitFor();
		}
		return read(outcome, log);
	}

	private static Measurement read(Path outcome, Path log) throws IOException {
		if (!Files.exists(outcome)) {
			throw new IllegalStateException("The process died, see " + log);
		}
		Properties properties = new Properties();
		try (InputStream source = Files.newInputStream(outcome)) {
			properties.load(source);
		}
		Files.delete(outcome);
		String failure = properties.getProperty(Worker.FAILURE);
		if (failure != null) {
			throw new IllegalStateException(failure + ", see " + log);
		}
		return Measurement.fromProperties(properties);
	}

}
