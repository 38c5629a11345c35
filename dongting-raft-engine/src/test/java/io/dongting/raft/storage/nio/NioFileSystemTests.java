package io.dongting.raft.storage.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What real files do besides the contract.
 */
class NioFileSystemTests {

	private static final Path FULL_DEVICE = Path.of("/dev/full");

	@TempDir
	Path directory;

	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@Test
	void anInterruptClosesNothingAndStaysPending() throws IOException {
		NioFileSystem fileSystem = new NioFileSystem(this.directory);
		try (StorageFile file = fileSystem.open("f")) {
			Thread.currentThread().interrupt();
			for (int i = 0; i < 100; i++) {
				file.write(ByteBuffer.wrap(new byte[1000]), 1000L * i);
				file.sync();
				assertThat(file.read(ByteBuffer.allocate(1000), 1000L * i)).isEqualTo(1000);
			}
			file.syncAll();
			file.truncate(10);
			assertThat(file.sizeBytes()).isEqualTo(10);
			fileSystem.syncDirectory("");
			assertThat(fileSystem.list("")).containsExactly("f");
			fileSystem.rename("f", "g");
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
	}

	@Test
	void interruptsDuringWritesCloseNothing() throws Exception {
		NioFileSystem fileSystem = new NioFileSystem(this.directory);
		try (StorageFile file = fileSystem.open("f")) {
			Thread writer = Thread.currentThread();
			Thread interrupter = new Thread(() -> {
				for (int i = 0; i < 20_000; i++) {
					writer.interrupt();
				}
			});
			interrupter.start();
			for (int i = 0; i < 300; i++) {
				file.write(ByteBuffer.wrap(new byte[10_000]), 10_000L * i);
				file.sync();
			}
			Thread.interrupted();
			assertThat(file.sizeBytes()).isEqualTo(3_000_000);
			while (interrupter.isAlive()) {
				try {
					interrupter.join();
				}
				catch (InterruptedException ex) {
					assertThat(Thread.currentThread().isInterrupted()).isFalse();
				}
			}
		}
	}

	@Test
	void anErrorNamesThePath() throws IOException {
		NioFileSystem fileSystem = new NioFileSystem(this.directory);
		StorageFile file = fileSystem.open("f");
		file.close();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> file.write(ByteBuffer.allocate(1), 0))
			.withMessageContaining(this.directory.resolve("f").toString());
		assertThatExceptionOfType(IOException.class).isThrownBy(file::sync)
			.withMessageContaining(this.directory.resolve("f").toString());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> file.read(ByteBuffer.allocate(1), 0))
			.withMessageContaining(this.directory.resolve("f").toString());
	}

	@Test
	@EnabledIf("hasFullDevice")
	void aFullDiskIsToldFromOtherErrors() throws IOException {
		// A device of Linux that refuses each write as a full disk does
		NioFileSystem devices = new NioFileSystem(FULL_DEVICE.getParent());
		try (StorageFile file = devices.open(FULL_DEVICE.getFileName().toString())) {
			assertThatExceptionOfType(NoSpaceException.class).isThrownBy(() -> file.write(ByteBuffer.allocate(10), 0))
				.withMessageContaining("full");
		}
	}

	static boolean hasFullDevice() {
		return Files.isWritable(FULL_DEVICE);
	}

}
