package io.dongting.samples.operatorsday;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import static io.dongting.samples.operatorsday.Expectation.await;
import static io.dongting.samples.operatorsday.Expectation.require;

/**
 * A process of the sample: it is started, asked and operated over HTTP, and ended.
 */
final class Node {

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	/** Longer than anything that is asked of a node may take. */
	private static final Duration TIMEOUT = Duration.ofMinutes(3);

	private final int id;

	private final String url;

	private final List<String> command;

	private final Path data;

	private final Path log;

	private volatile @Nullable Process process;

	private boolean ended;

	/**
	 * Create a node, which does not run yet.
	 * @param id its number
	 * @param httpPort where it answers
	 * @param command starts it
	 * @param data where its data is
	 * @param log where its output goes
	 */
	Node(int id, int httpPort, List<String> command, Path data, Path log) {
		this.id = id;
		this.url = "http://127.0.0.1:" + httpPort;
		this.command = command;
		this.data = data;
		this.log = log;
	}

	int id() {
		return this.id;
	}

	synchronized void start() throws IOException {
		require(!this.ended, "The day is over");
		say("start");
		this.process = new ProcessBuilder(this.command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.log.toFile()))
			.start();
	}

	/** As a power failure would. */
	void kill() throws InterruptedException {
		say("kill");
		running().destroyForcibly().waitFor();
	}

	/** In good order. */
	void shutDown() throws Exception {
		Process ending = running();
		post("shutdown", "{}").answers(200, "'message'");
		require(ending.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS), "Node " + this.id + " does not end");
		require(ending.exitValue() == 0, "Node " + this.id + " ended with " + ending.exitValue());
	}

	/** At the end of this program, which may come while a node is about to be started. */
	synchronized void destroy() {
		this.ended = true;
		Process ending = this.process;
		if (ending != null) {
			ending.destroyForcibly();
		}
	}

	void deleteData() throws IOException {
		if (!Files.exists(this.data)) {
			return;
		}
		say("delete its data");
		try (Stream<Path> files = Files.walk(this.data)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

	Answer get(String path) throws Exception {
		return operate("GET", path, "");
	}

	/**
	 * Ask for an operation.
	 * @param path what follows {@code /actuator/}
	 * @param body the JSON, with single quotes
	 * @return the answer
	 */
	Answer post(String path, String body) throws Exception {
		return shown(operate("POST", path, body.replace('\'', '"')));
	}

	Answer delete(String path) throws Exception {
		return shown(operate("DELETE", path, ""));
	}

	private Answer operate(String method, String path, String body) throws Exception {
		require(running().isAlive(), "Node " + this.id + " has ended, see " + this.log);
		Answer answer = call(method, "/actuator/" + path, body);
		return new Answer(answer.request() + " " + body, answer.status(), answer.body());
	}

	/**
	 * Call the node, running or not.
	 * @param method the HTTP method
	 * @param path the path
	 * @param body the body
	 * @return the answer
	 * @throws IOException if there is none
	 */
	Answer call(String method, String path, String body) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.url + path))
			.timeout(TIMEOUT)
			.header("Content-Type", "application/json")
			.method(method, BodyPublishers.ofString(body))
			.build();
		HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
		return new Answer(method + " " + this.url + path, response.statusCode(), response.body());
	}

	void awaitReady() throws Exception {
		await("node " + this.id + " is ready", () -> answersAtAll() && get("health/readiness").status() == 200);
	}

	/**
	 * Wait until the node says something about the group {@code kv}.
	 * @param fields what it says
	 */
	void awaitStatus(String... fields) throws Exception {
		await("node " + this.id + " says " + String.join(", ", fields),
				() -> answersAtAll() && get("raft/kv").says(fields));
	}

	private boolean answersAtAll() throws Exception {
		try {
			return get("raft").status() == 200;
		}
		catch (IOException ex) {
			// On its way up; if it has ended, the next question says so
			return false;
		}
	}

	private Process running() {
		Process running = this.process;
		if (running == null) {
			throw new AssertionError("Node " + this.id + " was never started");
		}
		return running;
	}

	private Answer shown(Answer answer) {
		System.out.println(answer);
		return answer;
	}

	private void say(String what) {
		System.out.println("Node " + this.id + ": " + what);
	}

}
