package io.dongting.raft.storage.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import io.dongting.raft.storage.StorageFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file in which zeros are written ahead, in whole blocks and past the cache, holds what
 * any other file would.
 */
class WholeBlocksTests {

	private static final int ROOM_BYTES = 3 * 1024 * 1024;

	@TempDir
	Path directory;

	private final Random random = new Random(11);

	/** What the file should hold. */
	private byte[] expected = new byte[0];

	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 100, 5_000, 40_000, 300_000, 1_200_000 })
	void whatIsWrittenOneBehindTheOtherIsThere(int mostBytes) throws IOException {
		try (StorageFile file = open()) {
			takeRoom(file, ROOM_BYTES);
			int position = 5 * BlankSpace.BLOCK_BYTES;
			for (int i = 0; i < 200 && position + mostBytes <= ROOM_BYTES; i++) {
				position += write(file, position, 1 + this.random.nextInt(mostBytes));
				write(file, (1 + i % 4) * BlankSpace.BLOCK_BYTES, 128);
			}
			assertContent(file);
		}
		assertThat(Files.readAllBytes(this.directory.resolve("f"))).isEqualTo(this.expected);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void whateverIsDoneIsAsInAnyOtherFile(long seed) throws IOException {
		this.random.setSeed(seed);
		try (StorageFile file = open()) {
			takeRoom(file, 200_000 + this.random.nextInt(200_000));
			int position = 0;
			for (int i = 0; i < 400; i++) {
				int sizeBytes = 1 + this.random.nextInt(this.random.nextBoolean() ? 100_000 : 300);
				switch (this.random.nextInt(20)) {
					case 0 -> position = this.random.nextInt(this.expected.length + 10);
					case 1 -> takeRoom(file, this.expected.length + this.random.nextInt(100_000));
					case 2 -> {
						truncate(file, this.random.nextInt(this.expected.length + 1));
						position = Math.min(position, this.expected.length);
					}
					case 3 -> writeZeros(file, this.random.nextInt(this.expected.length + 1), sizeBytes);
					case 4 -> write(file, this.random.nextInt(this.expected.length + 1), sizeBytes);
					case 5 -> Thread.currentThread().interrupt();
					default -> position += write(file, position, sizeBytes);
				}
				assertThat(file.sizeBytes()).isEqualTo(this.expected.length);
			}
			assertContent(file);
		}
		assertThat(Files.readAllBytes(this.directory.resolve("f"))).isEqualTo(this.expected);
	}

	@Test
	void whatIsChangedBehindTheLastWriteStaysChanged() throws IOException {
		try (StorageFile file = open()) {
			takeRoom(file, ROOM_BYTES);
			write(file, 0, BlankSpace.BLOCK_BYTES + 1000);
			write(file, BlankSpace.BLOCK_BYTES + 500, 100);
			write(file, BlankSpace.BLOCK_BYTES + 1000, 50_000);
			assertContent(file);
		}
	}

	@Test
	void aFileThatWasCutDoesNotGrowByABlock() throws IOException {
		try (StorageFile file = open()) {
			takeRoom(file, ROOM_BYTES);
			truncate(file, BlankSpace.BLOCK_BYTES + 1000);
			write(file, BlankSpace.BLOCK_BYTES, 500);
			assertThat(file.sizeBytes()).isEqualTo(this.expected.length);
			assertContent(file);
		}
	}

	@Test
	void behindTheEndOfTheFileThereAreZeros() throws IOException {
		try (StorageFile file = open()) {
			write(file, 10, 10);
			write(file, 100, 2 * BlankSpace.BLOCK_BYTES - 100);
			write(file, 20 * BlankSpace.BLOCK_BYTES + 1, 20 * BlankSpace.BLOCK_BYTES - 1);
			assertContent(file);
		}
		assertThat(Files.readAllBytes(this.directory.resolve("f"))).isEqualTo(this.expected);
	}

	@Test
	void nothingBehindAWriteIsChangedAfterAnotherOpening() throws IOException {
		try (StorageFile file = open()) {
			takeRoom(file, ROOM_BYTES);
			write(file, 100, 500_000);
		}
		try (StorageFile file = open()) {
			write(file, 0, 50_001);
			write(file, 50_001, 50_001);
			assertContent(file);
		}
	}

	@Test
	void anInterruptLosesNothing() throws Exception {
		try (StorageFile file = open()) {
			takeRoom(file, ROOM_BYTES);
			Thread writer = Thread.currentThread();
			Thread interrupter = new Thread(() -> {
				for (int i = 0; i < 20_000; i++) {
					writer.interrupt();
				}
			});
			interrupter.start();
			int position = 0;
			while (position < ROOM_BYTES - 100_000) {
				position += write(file, position, 1 + this.random.nextInt(100_000));
			}
			while (interrupter.isAlive()) {
				Thread.interrupted();
				Thread.onSpinWait();
			}
			assertContent(file);
		}
	}

	private StorageFile open() throws IOException {
		return new NioFileSystem(this.directory).open("f");
	}

	private void takeRoom(StorageFile file, int sizeBytes) throws IOException {
		while (this.expected.length < sizeBytes) {
			writeZeros(file, this.expected.length, Math.min(1024 * 1024, sizeBytes - this.expected.length));
		}
	}

	private void writeZeros(StorageFile file, int position, int sizeBytes) throws IOException {
		write(file, position, new byte[sizeBytes]);
	}

	private int write(StorageFile file, int position, int sizeBytes) throws IOException {
		byte[] bytes = new byte[sizeBytes];
		this.random.nextBytes(bytes);
		write(file, position, bytes);
		return sizeBytes;
	}

	private void write(StorageFile file, int position, byte[] bytes) throws IOException {
		if (position + bytes.length > this.expected.length) {
			this.expected = Arrays.copyOf(this.expected, position + bytes.length);
		}
		System.arraycopy(bytes, 0, this.expected, position, bytes.length);
		int half = this.random.nextInt(bytes.length + 1);
		file.write(
				new ByteBuffer[] { ByteBuffer.wrap(bytes, 0, half), ByteBuffer.wrap(bytes, half, bytes.length - half) },
				position);
	}

	private void truncate(StorageFile file, int sizeBytes) throws IOException {
		this.expected = Arrays.copyOf(this.expected, Math.min(sizeBytes, this.expected.length));
		file.truncate(sizeBytes);
	}

	private void assertContent(StorageFile file) throws IOException {
		ByteBuffer content = ByteBuffer.allocate(this.expected.length);
		assertThat(file.read(content, 0)).isEqualTo(this.expected.length);
		assertThat(content.array()).isEqualTo(this.expected);
	}

}
