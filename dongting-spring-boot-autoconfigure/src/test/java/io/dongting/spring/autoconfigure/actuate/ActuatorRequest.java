package io.dongting.spring.autoconfigure.actuate;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/**
 * A request to an actuator endpoint.
 *
 * @param method the HTTP method
 * @param path what follows {@code /actuator/}
 * @param type the type of the body
 * @param body the body, empty for none
 */
record ActuatorRequest(String method, String path, String type, String body) {

	static ActuatorRequest get(String path) {
		return json("GET", path, "");
	}

	static ActuatorRequest post(String path, String body) {
		return json("POST", path, body);
	}

	static ActuatorRequest delete(String path) {
		return json("DELETE", path, "");
	}

	static ActuatorRequest json(String method, String path, String body) {
		return new ActuatorRequest(method, path, "application/json", body);
	}

	HttpRequest.Builder to(int port) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + this.path))
			.timeout(Duration.ofMinutes(2))
			.header("Content-Type", this.type)
			.method(this.method, BodyPublishers.ofString(this.body));
	}

	@Override
	public String toString() {
		return this.method + " " + this.path + " " + this.body;
	}

}
