package io.dongting.samples.kvstore.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One process of the sample. It ends with this JVM at the latest.
 */
final class KvProcess {

	/** The program that runs this test. */
	static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	/** How the sample is started as it is delivered. */
	static final List<String> SAMPLE = List.of(JAVA, "-Xmx512m", "-jar",
			Path.of(System.getProperty("kv-store.jar")).toString());

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final Path log;

	private final Process process;

	private final Thread endWithThisJvm;

	private KvProcess(Path log, Process process) {
		this.log = log;
		this.process = process;
		this.endWithThisJvm = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.endWithThisJvm);
	}

	/**
	 * Start a process.
	 * @param directory its working directory
	 * @param log where its output goes, at the end of what is there already
	 * @param program what to run
	 * @param arguments its arguments
	 * @return the process, on its way up
	 */
	static KvProcess start(Path directory, Path log, List<String> program, List<String> arguments) {
		List<String> command = new ArrayList<>(program);
		command.addAll(arguments);
		try {
			Files.createDirectories(directory);
			Process process = new ProcessBuilder(command).directory(directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start();
			return new KvProcess(log, process);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/** As {@code kill -9} does. */
	void kill() {
		this.process.destroyForcibly();
		awaitExit();
	}

	/** As {@code kill} does. */
	void stop() {
		this.process.destroy();
		awaitExit();
	}

	int awaitExit() {
		try {
			if (!this.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw new AssertionError("Process " + this.process.pid() + " did not end. Its log:\n" + log());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		Runtime.getRuntime().removeShutdownHook(this.endWithThisJvm);
		return this.process.exitValue();
	}

	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
