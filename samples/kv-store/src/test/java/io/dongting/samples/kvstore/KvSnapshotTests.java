package io.dongting.samples.kvstore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

import io.dongting.raft.Snapshot;
import io.dongting.spring.RaftContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KvSnapshot}.
 */
class KvSnapshotTests {

	@Test
	void theWholeStateComesBackAndNothingElse() throws Exception {
		KvStore store = new KvStore();
		put(store, "key", "value");
		put(store, "schlüssel", "x".repeat(100_000));
		put(store, "", "");
		KvStore other = new KvStore();
		put(other, "other", "value");
		other.loadSnapshot(new ByteArrayInputStream(bytes(store.takeSnapshot())));
		assertThat(other.get("key")).isEqualTo("value");
		assertThat(other.get("schlüssel")).hasSize(100_000);
		assertThat(other.get("")).isEmpty();
		assertThat(other.get("other")).isNull();
	}

	@Test
	void whatHappensMeanwhileDoesNotShow() throws Exception {
		KvStore store = new KvStore();
		put(store, "key", "before");
		Snapshot snapshot = store.takeSnapshot();
		put(store, "key", "after");
		put(store, "more", "after");
		KvStore other = new KvStore();
		other.loadSnapshot(new ByteArrayInputStream(bytes(snapshot)));
		assertThat(other.get("key")).isEqualTo("before");
		assertThat(other.get("more")).isNull();
	}

	@Test
	void theSameStateIsTheSameBytes() throws Exception {
		KvStore store = new KvStore();
		KvStore other = new KvStore();
		for (int i = 0; i < 1000; i++) {
			put(store, "key-" + i, "value");
			put(other, "key-" + (999 - i), "value");
		}
		assertThat(bytes(store.takeSnapshot())).isEqualTo(bytes(other.takeSnapshot()));
	}

	@Test
	void aSnapshotThatIsNotWholeIsRefusedAndChangesNothing() throws Exception {
		KvStore store = new KvStore();
		put(store, "key", "value");
		byte[] whole = bytes(store.takeSnapshot());
		KvStore other = new KvStore();
		put(other, "mine", "still there");
		assertThatExceptionOfType(EOFException.class)
			.isThrownBy(() -> other.loadSnapshot(new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 10))));
		assertThat(other.get("mine")).isEqualTo("still there");
	}

	@Test
	void aSnapshotOfAnotherVersionIsRefused() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new DataOutputStream(bytes).writeInt(2);
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new KvStore().loadSnapshot(new ByteArrayInputStream(bytes.toByteArray())))
			.withMessageContaining("version 2");
	}

	private static void put(KvStore store, String key, String value) {
		store.put(key, value, RaftContext.FROM_LOG);
	}

	private static byte[] bytes(Snapshot snapshot) throws IOException {
		try (snapshot) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			snapshot.writeTo(bytes);
			return bytes.toByteArray();
		}
	}

}
