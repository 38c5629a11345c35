package io.dongting.simulation.swarm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.dongting.raft.LogItem;
import io.dongting.raft.Snapshot;
import io.dongting.raft.SnapshotStateMachine;
import io.dongting.simulation.invariant.GroupInvariants;
import org.jspecify.annotations.Nullable;

/**
 * A key-value store for one start of a node. Results are texts.
 */
final class KvMachine implements SnapshotStateMachine {

	private final int nodeId;

	private final GroupInvariants invariants;

	private final Map<String, String> values = new TreeMap<>();

	private long lastIndex;

	private boolean failing;

	/** Of all values; the same in whichever order they came. */
	private long hash;

	private int failures;

	KvMachine(int nodeId, GroupInvariants invariants) {
		this.nodeId = nodeId;
		this.invariants = invariants;
	}

	/** Let some of the next attempts to write the state fail. */
	void failSnapshots(int count) {
		this.failures = count;
	}

	@Override
	public byte[] apply(LogItem item) {
		if (this.failing) {
			this.failing = false;
			throw new IllegalStateException("Simulated failure of a state machine at entry " + item.index());
		}
		this.invariants.applies(this.nodeId, this, item);
		byte[] result = apply(KvCommand.decode(item.body())).getBytes(StandardCharsets.UTF_8);
		this.lastIndex = item.index();
		this.invariants.applied(this.nodeId, item.index(), this.hash);
		return result;
	}

	private String apply(KvCommand command) {
		String before = this.values.get(command.key());
		return switch (command.kind()) {
			case PUT -> {
				put(command.key(), command.value());
				yield "";
			}
			case APPEND -> {
				String after = ((before != null) ? before : "") + command.value();
				put(command.key(), after);
				yield String.valueOf(after.length());
			}
			case CAS -> {
				boolean swapped = Objects.equals(before, command.expected());
				if (swapped) {
					put(command.key(), command.value());
				}
				yield String.valueOf(swapped);
			}
			case DELETE -> {
				this.hash ^= hash(command.key(), this.values.remove(command.key()));
				yield String.valueOf(before != null);
			}
		};
	}

	/** Fail on the next command; those after it would succeed. */
	void failOnce() {
		this.failing = true;
	}

	/** Return the last entry that was applied, 0 if none was. */
	long lastIndex() {
		return this.lastIndex;
	}

	private void put(String key, String value) {
		this.hash ^= hash(key, value) ^ hash(key, this.values.put(key, value));
	}

	private static long hash(String key, @Nullable String value) {
		return (value != null) ? (key.hashCode() * 31L + value.hashCode()) * 0x9E3779B97F4A7C15L : 0;
	}

	@Override
	public Snapshot takeSnapshot() {
		Map<String, String> frozen = new TreeMap<>(this.values);
		long index = this.lastIndex;
		boolean fails = this.failures > 0 && this.failures-- > 0;
		return (target) -> write(target, index, frozen, fails);
	}

	private static void write(OutputStream target, long index, Map<String, String> frozen, boolean fails)
			throws IOException {
		DataOutputStream data = new DataOutputStream(target);
		data.writeLong(index);
		data.writeInt(frozen.size());
		for (Map.Entry<String, String> entry : frozen.entrySet()) {
			write(data, entry.getKey());
			write(data, entry.getValue());
		}
		if (fails) {
			throw new IOException("The state cannot be written, as it was told");
		}
	}

	private static void write(DataOutputStream data, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		data.writeInt(bytes.length);
		data.write(bytes);
	}

	@Override
	public void loadSnapshot(InputStream source) throws IOException {
		DataInputStream data = new DataInputStream(source);
		this.values.clear();
		this.hash = 0;
		this.lastIndex = data.readLong();
		int count = data.readInt();
		for (int i = 0; i < count; i++) {
			put(read(data), read(data));
		}
		this.invariants.loaded(this.nodeId, this, this.lastIndex, this.hash);
	}

	private static String read(DataInputStream data) throws IOException {
		return new String(data.readNBytes(data.readInt()), StandardCharsets.UTF_8);
	}

	@Nullable String get(String key) {
		return this.values.get(key);
	}

	Map<String, String> values() {
		return this.values;
	}

}
