package io.dongting.samples.kvstore;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.dongting.raft.ReadConsistency;
import io.dongting.raft.Snapshot;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftContext;
import io.dongting.spring.RaftQuery;
import io.dongting.spring.RaftStateMachine;
import io.dongting.spring.SnapshotSupport;
import org.jspecify.annotations.Nullable;

/**
 * The map that all nodes agree on. A call of a command on any node is written to the log
 * and runs on every node, one after the other and in the same order, so a plain map does.
 */
@RaftStateMachine(group = "kv")
public class KvStore implements SnapshotSupport {

	private final Map<String, String> values = new HashMap<>();

	/**
	 * Set a value.
	 * @param key the key
	 * @param value its new value
	 * @param context where the command stands in the log
	 * @return the index of the command in the log
	 */
	@RaftCommand
	public long put(String key, String value, RaftContext context) {
		Limits.checkValue(value);
		this.values.put(key, value);
		return context.index();
	}

	/**
	 * Remove a key.
	 * @param key the key
	 * @return whether there was such a key
	 */
	@RaftCommand
	public boolean delete(String key) {
		return this.values.remove(key) != null;
	}

	/**
	 * Set a value if the present one is as expected.
	 * @param key the key
	 * @param expected the expected value, {@code null} if there should be none
	 * @param value the new value
	 * @return whether the value was set
	 */
	@RaftCommand
	public boolean cas(String key, @Nullable String expected, String value) {
		Limits.checkValue(value);
		if (!Objects.equals(this.values.get(key), expected)) {
			return false;
		}
		this.values.put(key, value);
		return true;
	}

	/**
	 * Add to the end of a value, or set it if there is none.
	 * @param key the key
	 * @param suffix what to add
	 * @return how many characters the value has now
	 * @throws TooLargeException if the value would become too large; it stays as it is
	 */
	@RaftCommand
	public int append(String key, String suffix) {
		String value = this.values.getOrDefault(key, "").concat(suffix);
		Limits.checkValue(value);
		this.values.put(key, value);
		return value.codePointCount(0, value.length());
	}

	/**
	 * Read a value. Sees every write that was acknowledged before.
	 * @param key the key
	 * @return its value, {@code null} if there is none
	 */
	@RaftQuery
	public @Nullable String get(String key) {
		return this.values.get(key);
	}

	/**
	 * Read a value as {@link #get(String)} does, but without asking a majority, which
	 * relies on clocks that run at about the same rate.
	 * @param key the key
	 * @return its value, {@code null} if there is none
	 */
	@RaftQuery(consistency = ReadConsistency.LEASE)
	public @Nullable String getWithinLease(String key) {
		return this.values.get(key);
	}

	/**
	 * Read what this node knows, however old.
	 * @param key the key
	 * @return its value, {@code null} if there is none
	 */
	@RaftQuery(consistency = ReadConsistency.STALE)
	public @Nullable String getStale(String key) {
		return this.values.get(key);
	}

	@Override
	public Snapshot takeSnapshot() {
		return new KvSnapshot(this.values);
	}

	@Override
	public void loadSnapshot(InputStream source) throws IOException {
		Map<String, String> loaded = KvSnapshot.read(source);
		this.values.clear();
		this.values.putAll(loaded);
	}

}
