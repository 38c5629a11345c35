package io.dongting.samples.kvstore.blackbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;
import io.dongting.simulation.history.HistoryRecorder;
import org.jspecify.annotations.Nullable;

/**
 * A client that does one thing after the other, at random. Every text it writes is
 * written once. Not thread-safe.
 */
final class KvClient {

	private static final List<String> CONSISTENCIES = List.of("linearizable", "linearizable", "lease");

	private final int number;

	private final KeyPool keys;

	private final HistoryRecorder recorder;

	private final SplittableRandom random;

	/** What the client thinks is there. */
	private final Map<String, @Nullable String> seen = new HashMap<>();

	private int texts;

	KvClient(int number, KeyPool keys, HistoryRecorder recorder) {
		this.number = number;
		this.keys = keys;
		this.recorder = recorder;
		this.random = new SplittableRandom(number);
	}

	/**
	 * Do something, through any node.
	 * @param nodes the nodes
	 * @return how it ended
	 */
	Ending next(List<KvNode> nodes) throws InterruptedException {
		String key = this.keys.next(this.random);
		return execute(nodes.get(this.random.nextInt(nodes.size())), key, action(key));
	}

	Ending read(KvNode node, String key) throws InterruptedException {
		return execute(node, key, new Action.Get());
	}

	private Ending execute(KvNode node, String key, Action action) throws InterruptedException {
		String consistency = CONSISTENCIES.get(this.random.nextInt(CONSISTENCIES.size()));
		HistoryRecorder.Invocation invocation = this.recorder.invoke(this.number, key, action);
		Ending ending = node.execute(key, action, consistency);
		invocation.end(ending);
		learn(key, action, ending);
		return ending;
	}

	private Action action(String key) {
		int dice = this.random.nextInt(100);
		if (dice < 35) {
			return new Action.Get();
		}
		if (dice < 55) {
			return new Action.Put(text());
		}
		if (dice < 75) {
			return new Action.Cas(this.seen.get(key), text());
		}
		return (dice < 95) ? new Action.Append(text()) : new Action.Delete();
	}

	private String text() {
		return this.number + "-" + this.texts++ + "-".repeat(this.random.nextInt(30)) + ";";
	}

	private void learn(String key, Action action, Ending ending) {
		if (ending instanceof Ending.Read read) {
			this.seen.put(key, read.value());
		}
		else if (ending instanceof Ending.Written && action instanceof Action.Put put) {
			this.seen.put(key, put.value());
		}
		else if (ending instanceof Ending.Swapped swapped && swapped.swapped() && action instanceof Action.Cas cas) {
			this.seen.put(key, cas.value());
		}
		else if (ending instanceof Ending.Deleted) {
			this.seen.remove(key);
		}
	}

}
