package io.dongting.spring.test;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.dongting.raft.RaftException;
import io.dongting.raft.Snapshot;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftQuery;
import io.dongting.spring.SnapshotSupport;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every check finds what it is there for.
 */
class StateMachineChecksTests {

	private static final long SEED = 7;

	@Test
	void aStateMachineThatKeepsTheRulesPasses() {
		verify(Register::new, 3, StateMachineChecksTests::useAll);
	}

	@Test
	void chanceInAnOutcomeIsFound() {
		assertBroken(() -> new Register() {

			private final Random random = new Random();

			@Override
			public long put(String key, long value) {
				return this.random.nextLong();
			}

		}).withMessageContaining("not deterministic: at index")
			.withMessageContaining("the command 'put(String,long)' with (\"key-0\", 0) had the outcome ")
			.withMessageContaining("@RaftTest(seed = 7) or -Ddongting.test.seed=7");
	}

	@Test
	void theRealClockInAnOutcomeIsFound() {
		assertBroken(() -> new Register() {

			@Override
			public long put(String key, long value) {
				return System.currentTimeMillis();
			}

		}, 1).withMessageContaining("not deterministic")
			.withMessageContaining("when the log was applied again from its beginning");
	}

	@Test
	void theRealClockInTheStateIsFoundAndWhere() {
		assertBroken(() -> new Register() {

			@Override
			public long put(String key, long value) {
				return super.put(key, key.equals("key-3") ? System.currentTimeMillis() : value);
			}

		}, 1).withMessageContaining("the same log leads to two states")
			.withMessageContaining("the command 'put(String,long)' with (\"key-3\", 3). ")
			.withMessageContaining("once more: ");
	}

	@Test
	void theOrderOfIdentityHashesIsFound() {
		assertBroken(() -> new Register() {

			private final Set<Object> objects = new HashSet<>();

			@Override
			public long put(String key, long value) {
				Object[] named = { new Named(value) };
				this.objects.add(named[0]);
				long order = 0;
				for (Object object : this.objects) {
					order = order * 31 + ((Named) object).value;
				}
				return order;
			}

		}).withMessageContaining("not deterministic");
	}

	@Test
	void somethingStaticIsFound() {
		long[] shared = new long[1];
		assertBroken(() -> new Register() {

			@Override
			public long put(String key, long value) {
				return ++shared[0];
			}

		}).withMessageContaining("not deterministic");
	}

	@Test
	void aSnapshotThatLosesPartOfTheStateIsFound() {
		assertBroken(() -> new Register() {

			private long puts;

			@Override
			public long put(String key, long value) {
				return ++this.puts;
			}

		}).withMessageContaining("was loaded into a new state machine. Then at index")
			.withMessageContaining("is not saved, or not loaded");
	}

	@Test
	void aSnapshotThatDoesNotReplaceTheStateIsFound() {
		assertBroken(() -> new Register() {

			@Override
			public void loadSnapshot(InputStream source) throws Exception {
				Map<String, Long> before = new TreeMap<>(this.values);
				super.loadSnapshot(source);
				before.forEach(this.values::putIfAbsent);
			}

		}).withMessageContaining("was loaded into a state machine that had a state already and taken again");
	}

	@Test
	void aSnapshotInAnotherOrderIsFound() {
		assertBroken(() -> new Register() {

			@Override
			Map<String, Long> copy() {
				Map<String, Long> reversed = new LinkedHashMap<>();
				boolean loaded = this.loaded;
				new TreeMap<>(this.values).descendingMap().forEach(reversed::put);
				return loaded ? reversed : new TreeMap<>(this.values);
			}

		}).withMessageContaining("led to another state than the whole log does")
			.withMessageContaining("let takeSnapshot sort it");
	}

	@Test
	void aSnapshotThatIsNotFrozenIsFound() {
		assertBroken(() -> new Register() {

			@Override
			Map<String, Long> copy() {
				return this.values;
			}

		}).withMessageContaining("has changed when the log was applied");
	}

	@Test
	void aSnapshotThatCannotBeLoadedIsFound() {
		assertBroken(() -> new Register() {

			@Override
			public void loadSnapshot(InputStream source) {
				throw new IllegalArgumentException("cannot read this");
			}

		}).withMessageContaining("cannot be loaded").withMessageContaining("cannot read this");
	}

	@Test
	void aSnapshotThatCannotBeTakenIsFound() {
		assertBroken(() -> new Register() {

			@Override
			public Snapshot takeSnapshot() {
				throw new IllegalArgumentException("not now");
			}

		}).withMessageContaining("No snapshot can be taken").withMessageContaining("not now");
	}

	@Test
	void aStateThatOnlyOneNodeHasIsFound() {
		int[] made = new int[1];
		assertBroken(() -> {
			int number = ++made[0];
			return new Register() {

				@Override
				public long put(String key, long value) {
					return super.put(key, (number == 2) ? value + 1000 : value) * 0;
				}

			};
		}).withMessageContaining("these have another state than the one it leads to: node 2 (never restarted).")
			.withMessageContaining("the log applied again: ");
	}

	@Test
	void anErrorThatStopsANodeIsFound() {
		assertBroken(() -> new Register() {

			@Override
			public long remove(String key) {
				throw new AssertionError("broken");
			}

		}).withMessageContaining("Node 1 has stopped behind index")
			.withMessageContaining("APPLY_FAILED")
			.havingCause()
			.withMessage("broken");
	}

	@Test
	void outcomesAreComparedWhereThereAreNoSnapshots() {
		assertThatExceptionOfType(RaftTestError.class).isThrownBy(() -> verify(Chance::new, 3, (chance) -> {
			chance.draw();
			chance.draw();
		})).withMessageContaining("not deterministic");
	}

	private static void useAll(Register register) {
		for (int i = 0; i < 8; i++) {
			register.put("key-" + i, i);
			if (i % 3 == 2) {
				register.remove("key-" + (i - 1));
			}
		}
	}

	private static ThrowableAssertAlternative<RaftTestError> assertBroken(Supplier<Register> factory) {
		return assertBroken(factory, 3);
	}

	private static ThrowableAssertAlternative<RaftTestError> assertBroken(Supplier<Register> factory, int nodes) {
		return assertThatExceptionOfType(RaftTestError.class)
			.isThrownBy(() -> verify(factory, nodes, StateMachineChecksTests::useAll));
	}

	@SuppressWarnings("unchecked") // the proxy is a subclass of what the factory makes
	private static <T> void verify(Supplier<T> factory, int nodes, Consumer<T> use) {
		RaftTestCluster<Object> cluster = new RaftTestCluster<>(Object.class,
				new StateMachineSource("register", factory), nodes, SEED);
		try {
			use.accept((T) cluster.proxy());
		}
		catch (RaftException ex) {
			// the node may have stopped, which is found, too
		}
		try {
			cluster.verify();
		}
		finally {
			cluster.close();
		}
	}

	/**
	 * A state machine that keeps all rules, to be spoilt.
	 */
	static class Register implements SnapshotSupport {

		final Map<String, Long> values = new TreeMap<>();

		boolean loaded;

		@RaftCommand
		public long put(String key, long value) {
			this.values.put(key, value);
			return this.values.size();
		}

		@RaftCommand
		public long remove(String key) {
			this.values.remove(key);
			return this.values.size();
		}

		@RaftQuery
		public long size() {
			return this.values.size();
		}

		Map<String, Long> copy() {
			return new TreeMap<>(this.values);
		}

		@Override
		public Snapshot takeSnapshot() {
			Map<String, Long> copy = copy();
			return (target) -> {
				DataOutputStream data = new DataOutputStream(target);
				data.writeInt(copy.size());
				for (Map.Entry<String, Long> entry : copy.entrySet()) {
					data.writeUTF(entry.getKey());
					data.writeLong(entry.getValue());
				}
			};
		}

		@Override
		public void loadSnapshot(InputStream source) throws Exception {
			DataInputStream data = new DataInputStream(source);
			this.values.clear();
			this.loaded = true;
			for (int left = data.readInt(); left > 0; left--) {
				this.values.put(data.readUTF(), data.readLong());
			}
		}

	}

	/**
	 * Has the hash code of its identity.
	 */
	private static final class Named {

		private final long value;

		Named(long value) {
			this.value = value;
		}

	}

	/**
	 * Has no snapshots.
	 */
	static class Chance {

		private final Random random = new Random();

		@RaftCommand
		public long draw() {
			return this.random.nextLong();
		}

	}

}
