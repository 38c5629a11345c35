package io.dongting.spring.autoconfigure.actuate;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.dongting.spring.autoconfigure.LoopbackPorts;
import io.dongting.spring.autoconfigure.Machines.Counter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.context.ConfigurableApplicationContext;

import static io.dongting.spring.autoconfigure.actuate.ActuatorRequest.delete;
import static io.dongting.spring.autoconfigure.actuate.ActuatorRequest.post;
import static org.awaitility.Awaitility.await;

/**
 * Three applications that share a group {@code counter} and are operated over HTTP, and
 * two more nodes that they know and nobody has seen. What changes something is open on
 * nodes 1 and 2 only.
 */
final class OperatedCluster implements AutoCloseable {

	/** The nodes that run. */
	static final List<Integer> NODES = List.of(1, 2, 3);

	/** One of each that changes something. */
	static final List<ActuatorRequest> CHANGES = List.of(post("raftleader/counter", "{ \"nodeId\": 2 }"),
			post("raftconfig/counter", "{ \"members\": \"1,2\" }"),
			post("raftconfig/counter/prepare", "{ \"newMembers\": \"1,2\" }"),
			post("raftconfig/counter/commit", "{ \"prepareIndex\": 1 }"), post("raftconfig/counter/abort", "{}"),
			post("raftsnapshot/counter", "{}"), delete("raftsnapshot/counter?beforeIndex=2"),
			post("raftgroups/more", "{ \"members\": \"3\" }"), delete("raftgroups/counter"),
			post("raftnodes/6", "{ \"address\": \"127.0.0.1:9336\" }"), delete("raftnodes/5"));

	private static final int KNOWN_NODES = 5;

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private static final JsonMapper JSON = new JsonMapper();

	private final HttpClient http = HttpClient.newHttpClient();

	private final Map<Integer, ConfigurableApplicationContext> contexts = new TreeMap<>();

	private final WebStack stack;

	/**
	 * Start the applications, and let node 1 lead.
	 * @param stack what they serve HTTP with
	 */
	OperatedCluster(WebStack stack) throws IOException, InterruptedException {
		this.stack = stack;
		List<Integer> ports = LoopbackPorts.free(KNOWN_NODES);
		for (int node : NODES) {
			List<String> arguments = new ArrayList<>(List.of("--dongting.raft.node-id=" + node,
					"--dongting.raft.storage=memory", "--dongting.raft.groups.counter.members=1,2,3",
					"--dongting.raft.groups.counter.id=7", "--dongting.raft.request-timeout=60s",
					// An election would change what must not change
					"--dongting.raft.defaults.election-timeout=10s", "--management.endpoints.web.exposure.include=*",
					"--management.endpoint.health.show-components=always"));
			arguments.addAll(LoopbackPorts.addresses(ports));
			if (node != 3) {
				arguments.add("--management.endpoints.access.default=unrestricted");
			}
			this.contexts.put(node, stack.run(arguments));
		}
		counter(1).add(5);
		await("node 1 leads").atMost(LIMIT)
			.until(() -> call(1, post("raftleader/counter", "{\"nodeId\":1}")).status() == 200);
	}

	Counter counter(int node) {
		return context(node).getBean(Counter.class);
	}

	private ConfigurableApplicationContext context(int node) {
		ConfigurableApplicationContext context = this.contexts.get(node);
		if (context == null) {
			throw new IllegalArgumentException("Node " + node + " does not run");
		}
		return context;
	}

	/** Let an operator call an endpoint of a node. */
	Answer call(int node, ActuatorRequest request) throws IOException, InterruptedException {
		return call(this.stack.operator(), node, request);
	}

	Answer call(Caller caller, int node, ActuatorRequest request) throws IOException, InterruptedException {
		HttpResponse<String> response = this.http.send(caller.sign(request.to(WebStack.port(context(node)))).build(),
				BodyHandlers.ofString());
		return new Answer(response.statusCode(), response.body());
	}

	/**
	 * Wait until all nodes have applied the same, and return all that can be changed
	 * there.
	 * @return the status of the group, the groups and the nodes that are known, and the
	 * state of the group itself, of each node
	 */
	List<String> state() {
		await("all have applied all").atMost(LIMIT)
			.until(() -> this.contexts.keySet()
				.stream()
				.map((node) -> status(node).get("lastLogIndex") + " " + status(node).get("commitIndex") + " "
						+ status(node).get("appliedIndex"))
				.distinct()
				.count() == 1);
		return NODES.stream()
			.map((node) -> status(node) + "\n" + groups(node) + "\n" + nodes(node) + "\n" + counter(node).value())
			.toList();
	}

	private ObjectNode status(int node) {
		ObjectNode status = (ObjectNode) json(node, "raft/counter");
		// What comes and goes by itself
		status.remove(List.of("peers", "pending", "lagging", "diskSpace"));
		return status;
	}

	private List<String> groups(int node) {
		return json(node, "raft").path("groups").findValuesAsString("group");
	}

	private List<String> nodes(int node) {
		return json(node, "raftnodes").path("nodes").findValuesAsString("address");
	}

	private JsonNode json(int node, String path) {
		try {
			return call(node, ActuatorRequest.get(path)).json();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.contexts.values().forEach(ConfigurableApplicationContext::close);
	}

	/**
	 * What was answered.
	 *
	 * @param status the HTTP status
	 * @param body the body
	 */
	record Answer(int status, String body) {

		JsonNode json() {
			return JSON.readTree(this.body);
		}

	}

}
