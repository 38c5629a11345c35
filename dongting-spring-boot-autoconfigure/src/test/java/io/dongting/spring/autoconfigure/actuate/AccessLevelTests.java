package io.dongting.spring.autoconfigure.actuate;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static io.dongting.spring.autoconfigure.actuate.ActuatorRequest.delete;
import static io.dongting.spring.autoconfigure.actuate.ActuatorRequest.get;
import static io.dongting.spring.autoconfigure.actuate.ActuatorRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the levels of access that Spring Boot has leave of the endpoints.
 */
class AccessLevelTests {

	private static final List<String> ENDPOINTS = List.of("raft", "raftleader", "raftconfig", "raftsnapshot",
			"raftnodes", "raftgroups");

	private static final List<ActuatorRequest> READS = List.of(get("raft"), get("raft/kv"), get("raftnodes"));

	/** Wrong in a way that only the endpoint finds out. */
	private static final List<ActuatorRequest> CHANGES = List.of(post("raftleader/kv", "{ \"nodeId\": \"two\" }"),
			post("raftconfig/kv", "{}"), post("raftconfig/kv/commit", "{}"),
			post("raftsnapshot/kv", "{ \"timeout\": \"soon\" }"), delete("raftsnapshot/kv"),
			post("raftnodes/four", "{}"), delete("raftnodes/four"), post("raftgroups/kv", "{}"));

	private final HttpClient http = HttpClient.newHttpClient();

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void unrestrictedOpensEverything(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, "unrestricted")) {
			assertStatus(context, READS, 200);
			assertStatus(context, CHANGES, 400);
			assertThat(links(context)).contains(ENDPOINTS);
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void readOnlyLeavesWhatChangesNothing(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, "read-only")) {
			assertStatus(context, READS, 200);
			assertStatus(context, CHANGES, 404);
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void whatIsPermittedAtMostGoesBeforeWhatIsOpened(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, "unrestricted",
				"--management.endpoints.access.max-permitted=read-only")) {
			assertStatus(context, READS, 200);
			assertStatus(context, CHANGES, 404);
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void noneLeavesNothing(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, "none")) {
			assertStatus(context, READS, 404);
			assertStatus(context, CHANGES, 404);
			assertThat(links(context)).contains("health").doesNotContain("raft");
		}
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, String access, String... more) {
		List<String> arguments = new ArrayList<>(List.of(more));
		ENDPOINTS.forEach((id) -> arguments.add("--management.endpoint." + id + ".access=" + access));
		arguments.addAll(List.of("--dongting.raft.storage=memory", "--management.endpoints.web.exposure.include=*",
				"--server.port=0", "--server.address=127.0.0.1"));
		return new SpringApplicationBuilder(OperatedApplication.class).web(type).run(arguments.toArray(String[]::new));
	}

	private void assertStatus(ConfigurableApplicationContext context, List<ActuatorRequest> requests, int status)
			throws Exception {
		for (ActuatorRequest request : requests) {
			HttpResponse<String> answer = send(context, request);
			assertThat(answer.statusCode()).as("%s: %s", request, answer.body()).isEqualTo(status);
		}
	}

	private String links(ConfigurableApplicationContext context) throws Exception {
		URI root = URI.create("http://127.0.0.1:" + WebStack.port(context) + "/actuator");
		return this.http.send(HttpRequest.newBuilder(root).build(), BodyHandlers.ofString()).body();
	}

	private HttpResponse<String> send(ConfigurableApplicationContext context, ActuatorRequest request)
			throws Exception {
		return this.http.send(request.to(WebStack.port(context)).build(), BodyHandlers.ofString());
	}

}
