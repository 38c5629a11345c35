package io.dongting.raft.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.dongting.fiber.Clock;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class TimedFileSystemTests {

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private final List<Long> syncedNanos = new ArrayList<>();

	/** Goes on by as much again whenever it is read: 1, 2, 4, 8. */
	private final Clock doubling = new Clock() {

		private long nanos = 1;

		@Override
		public long nanoTime() {
			this.nanos *= 2;
			return this.nanos;
		}

		@Override
		public long currentTimeMillis() {
			return 0;
		}

	};

	private final FileSystem files = new TimedFileSystem(this.disk, this.doubling, this.syncedNanos::add);

	@Test
	void syncsAreTimedAndNothingElse() throws IOException {
		try (StorageFile file = this.files.open("file")) {
			file.write(ByteBuffer.allocate(10), 0);
			file.read(ByteBuffer.allocate(10), 0);
			file.truncate(5);
			this.files.syncDirectory("");
			assertThat(this.syncedNanos).isEmpty();
			file.sync();
			file.syncAll();
			assertThat(this.syncedNanos).containsExactly(2L, 8L);
		}
	}

	@Test
	void aSyncThatFailsHasNoTime() throws IOException {
		try (StorageFile file = this.files.open("file")) {
			file.write(ByteBuffer.allocate(10), 0);
			this.disk.faults().failNextSync((path) -> true);
			assertThatIOException().isThrownBy(file::sync);
			assertThat(this.syncedNanos).isEmpty();
		}
	}

}
