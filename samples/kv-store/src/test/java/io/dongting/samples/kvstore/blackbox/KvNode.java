package io.dongting.samples.kvstore.blackbox;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node as its HTTP clients see it. Nothing is repeated behind the caller's back.
 */
final class KvNode {

	private static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	/** Longer than the node itself takes to say that it does not know. */
	private static final Duration TIMEOUT = Duration.ofSeconds(15);

	private static final Duration OPERATION_TIMEOUT = Duration.ofMinutes(3);

	private static final JsonMapper JSON = new JsonMapper();

	private final String base;

	KvNode(int port) {
		this.base = "http://127.0.0.1:" + port;
	}

	/**
	 * Do what an action says.
	 * @param key the key
	 * @param action the action
	 * @param consistency for a read
	 * @return how it ended
	 */
	Ending execute(String key, Action action, String consistency) throws InterruptedException {
		try {
			return ending(action, send(key, action, consistency));
		}
		catch (ConnectException ex) {
			return new Ending.NotExecuted();
		}
		catch (IOException ex) {
			return new Ending.Unknown();
		}
	}

	/**
	 * Ask for what an action says.
	 * @param key the key
	 * @param action the action
	 * @param consistency for a read
	 * @return the answer
	 * @throws IOException if there is none
	 */
	HttpResponse<String> send(String key, Action action, String consistency) throws IOException, InterruptedException {
		return CLIENT.send(request(key, action, consistency), BodyHandlers.ofString());
	}

	private HttpRequest request(String key, Action action, String consistency) {
		if (action instanceof Action.Put put) {
			return request(key, "", "PUT", text(put.value()));
		}
		if (action instanceof Action.Delete) {
			return request(key, "", "DELETE", BodyPublishers.noBody());
		}
		if (action instanceof Action.Append append) {
			return request(key, "/append", "POST", text(append.suffix()));
		}
		if (action instanceof Action.Cas cas) {
			Map<String, @Nullable String> body = new LinkedHashMap<>();
			body.put("expected", cas.expected());
			body.put("value", cas.value());
			return request(key, "/cas", "POST", BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
		}
		return request(key, "?consistency=" + consistency, "GET", BodyPublishers.noBody());
	}

	private static BodyPublisher text(String text) {
		return BodyPublishers.ofString(text);
	}

	private HttpRequest request(String key, String suffix, String method, BodyPublisher body) {
		String path = "/kv/" + URLEncoder.encode(key, StandardCharsets.UTF_8) + suffix;
		return HttpRequest.newBuilder(URI.create(this.base + path)).timeout(TIMEOUT).method(method, body).build();
	}

	/**
	 * Tell from an answer how an action ended.
	 * @param action the action
	 * @param response the answer
	 * @return how it ended
	 */
	static Ending ending(Action action, HttpResponse<String> response) {
		return switch (response.statusCode()) {
			case 200 -> answer(action, response.body());
			case 404 -> new Ending.Read(null);
			case 503 -> outcome(response, "not-executed", new Ending.NotExecuted());
			case 504 -> outcome(response, "unknown", new Ending.Unknown());
			default -> throw unexpected(response);
		};
	}

	private static Ending outcome(HttpResponse<String> response, String outcome, Ending ending) {
		if (!outcome.equals(JSON.readTree(response.body()).path("outcome").asString())) {
			throw unexpected(response);
		}
		return ending;
	}

	private static AssertionError unexpected(HttpResponse<String> response) {
		return new AssertionError(response + " " + response.body());
	}

	private static Ending answer(Action action, String body) {
		if (action instanceof Action.Get) {
			return new Ending.Read(body);
		}
		JsonNode json = JSON.readTree(body);
		if (action instanceof Action.Put && json.get("index").isIntegralNumber()) {
			return new Ending.Written();
		}
		if (action instanceof Action.Delete) {
			return new Ending.Deleted(json.get("deleted").booleanValue());
		}
		if (action instanceof Action.Cas) {
			return new Ending.Swapped(json.get("swapped").booleanValue());
		}
		return new Ending.Appended(json.get("length").intValue());
	}

	/**
	 * Write without waiting.
	 * @param key the key
	 * @param value the value
	 * @return whether it was acknowledged
	 */
	CompletableFuture<Boolean> putAsync(String key, String value) {
		return CLIENT.sendAsync(request(key, "", "PUT", text(value)), BodyHandlers.discarding())
			.handle((response, failure) -> response != null && response.statusCode() == 200);
	}

	/**
	 * Ask for the state of the group.
	 * @return what the node says, or empty if it does not answer
	 */
	Optional<GroupState> state() {
		return state("kv");
	}

	/**
	 * Ask for the state of a group.
	 * @param group the name of the group
	 * @return what the node says, or empty if it does not answer or has no such group
	 */
	Optional<GroupState> state(String group) {
		return fetch("/actuator/raft/" + group).filter((response) -> response.statusCode() == 200)
			.map((response) -> JSON.readValue(response.body(), GroupState.class));
	}

	/**
	 * Ask for the health of the group.
	 * @return the status and, if there is one, the reason
	 */
	String health() {
		JsonNode health = fetch("/actuator/health/raft/kv").map((response) -> JSON.readTree(response.body()))
			.orElseThrow();
		return (health.path("status").asString("") + " " + health.path("details").path("reason").asString("")).trim();
	}

	boolean isReady() {
		return fetch("/actuator/health/readiness").filter((response) -> response.statusCode() == 200).isPresent();
	}

	/**
	 * Operate the cluster.
	 * @param method the HTTP method
	 * @param path what follows {@code /actuator}
	 * @param json the body
	 * @return the answer
	 */
	Answer operate(String method, String path, String json) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + "/actuator" + path))
			.timeout(OPERATION_TIMEOUT)
			.header("Content-Type", "application/json")
			.method(method, text(json))
			.build();
		HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
		return new Answer(response.statusCode(), JSON.readTree(response.body()));
	}

	private Optional<HttpResponse<String>> fetch(String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + path)).timeout(TIMEOUT).build();
		try {
			return Optional.of(CLIENT.send(request, BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			// Down, or just going down
			return Optional.empty();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
	}

	/**
	 * The answer to an operation.
	 *
	 * @param status the HTTP status
	 * @param body the JSON
	 */
	record Answer(int status, JsonNode body) {

		/**
		 * Return what came of it.
		 * @return the field {@code result}
		 */
		String result() {
			return this.body.path("result").asString("");
		}

		/**
		 * Return a number.
		 * @param field its name
		 * @return its value, 0 if there is none
		 */
		long number(String field) {
			return this.body.path(field).asLong(0);
		}

	}

}
