package io.dongting.samples.kvstore.blackbox;

import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The state is saved on request, and a node starts from what was saved.
 */
@Tag("long")
class SnapshotTests {

	private static final int KEYS = 50;

	private ProcessCluster cluster;

	@BeforeEach
	void startCluster() {
		this.cluster = new ProcessCluster("snapshot");
		this.cluster.startAll();
		this.cluster.awaitLeader();
	}

	@AfterEach
	void closeCluster() {
		this.cluster.close();
	}

	@Test
	void aNodeStartsFromItsSnapshot() throws Exception {
		write("before");
		KvNode.Answer saved = operate("POST", "/raftsnapshot/kv", "{}");
		assertThat(saved.status()).as(saved.toString()).isEqualTo(200);
		assertThat(saved.result()).isEqualTo("SAVED");
		assertThat(saved.number("index")).isGreaterThanOrEqualTo(KEYS);
		GroupState state = this.cluster.node(2).state().orElseThrow();
		assertThat(state.snapshot().index()).isEqualTo(saved.number("index"));
		assertThat(operate("POST", "/raftsnapshot/kv", "{}").number("index"))
			.isGreaterThanOrEqualTo(saved.number("index"));
		KvNode.Answer marked = operate("DELETE", "/raftsnapshot/kv?beforeIndex=" + saved.number("index"), "");
		assertThat(marked.status()).as(marked.toString()).isEqualTo(200);
		assertThat(marked.result()).isEqualTo("MARKED");
		write("after");
		this.cluster.kill(2);
		this.cluster.start(2);
		this.cluster.awaitReady(2);
		assertThat(this.cluster.node(2).state().orElseThrow().snapshot().index()).isPositive();
		for (int key = 0; key < KEYS; key++) {
			assertThat(execute("before-" + key, new Action.Get())).isEqualTo(new Ending.Read("value " + key));
			assertThat(execute("after-" + key, new Action.Get())).isEqualTo(new Ending.Read("value " + key));
		}
	}

	@Test
	void wrongInputIsRefused() throws Exception {
		assertRefused(operate("POST", "/raftsnapshot/other", "{}"), 404, "NO_SUCH_GROUP");
		assertRefused(operate("POST", "/raftsnapshot/kv", "{ \"timeout\": \"soon\" }"), 400, "BAD_VALUE");
		assertRefused(operate("DELETE", "/raftsnapshot/kv", ""), 400, "BAD_VALUE");
		assertRefused(operate("DELETE", "/raftsnapshot/kv?before=yesterday", ""), 400, "BAD_VALUE");
		assertThat(this.cluster.node(2).state().orElseThrow().snapshot().index()).isZero();
	}

	private void write(String prefix) throws Exception {
		for (int key = 0; key < KEYS; key++) {
			assertThat(execute(prefix + "-" + key, new Action.Put("value " + key))).isInstanceOf(Ending.Written.class);
		}
	}

	private Ending execute(String key, Action action) throws Exception {
		return this.cluster.node(2).execute(key, action, "linearizable");
	}

	private KvNode.Answer operate(String method, String path, String json) throws Exception {
		return this.cluster.node(2).operate(method, path, json);
	}

	private static void assertRefused(KvNode.Answer answer, int status, String result) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
		assertThat(answer.result()).isEqualTo(result);
		assertThat(answer.body().path("message").asString("")).isNotBlank();
	}

}
