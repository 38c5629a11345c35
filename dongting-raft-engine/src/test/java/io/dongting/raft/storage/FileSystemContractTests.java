package io.dongting.raft.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.dongting.fiber.SystemClock;
import io.dongting.raft.storage.nio.NioFileSystem;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every file system does alike.
 */
class FileSystemContractTests {

	@TempDir
	static Path directory;

	private static int roots;

	static Stream<Named<FileSystem>> fileSystems() throws IOException {
		roots++;
		FileSystem real = new NioFileSystem(directory.resolve("root" + roots));
		real.createDirectories("");
		return Stream.of(Named.of("real", real), Named.of("memory", new MemoryFileSystem()),
				Named.of("simulated", new SimulatedFileSystem()),
				Named.of("timed", new TimedFileSystem(new MemoryFileSystem(), new SystemClock(), (nanos) -> {
				})));
	}

	private static ByteBuffer random(SplittableRandom random, int size) {
		byte[] bytes = new byte[size];
		random.nextBytes(bytes);
		return ByteBuffer.wrap(bytes);
	}

	@ParameterizedTest
	@MethodSource("fileSystems")
	void whatIsWrittenIsRead(FileSystem fileSystem) throws IOException {
		SplittableRandom random = new SplittableRandom(1);
		ByteBuffer expected = ByteBuffer.allocate(3_000_000);
		try (StorageFile file = fileSystem.open("f")) {
			file.write(expected.duplicate(), 0);
			for (int i = 0; i < 50; i++) {
				ByteBuffer[] sources = new ByteBuffer[random.nextInt(1, 5)];
				int position = random.nextInt(800_000);
				int at = position;
				for (int j = 0; j < sources.length; j++) {
					ByteBuffer source = random(random, random.nextInt((i % 10 == 0) ? 520_000 : 3000));
					expected.put(at, source, 0, source.limit());
					at += source.limit();
					sources[j] = ((i + j) % 2 == 0) ? source : source.asReadOnlyBuffer();
				}
				file.write(sources, position);
				assertThat(sources).noneMatch(ByteBuffer::hasRemaining);
			}
			file.sync();
			file.syncAll();
			assertThat(file.sizeBytes()).isEqualTo(3_000_000);
			ByteBuffer content = ByteBuffer.allocate(3_000_000);
			assertThat(file.read(content, 0)).isEqualTo(3_000_000);
			assertThat(content.flip()).isEqualTo(expected);
			ByteBuffer part = ByteBuffer.allocateDirect(1000);
			assertThat(file.read(part, 2_999_900)).isEqualTo(100);
			assertThat(part.flip()).isEqualTo(expected.slice(2_999_900, 100));
			assertThat(file.read(ByteBuffer.allocate(10), 3_000_000)).isZero();
			assertThat(file.read(ByteBuffer.allocate(10), 4_000_000)).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("fileSystems")
	void aFileIsCutOffAndGrowsAgainWithZeros(FileSystem fileSystem) throws IOException {
		try (StorageFile file = fileSystem.open("f")) {
			file.write(ByteBuffer.wrap(new byte[] { 1, 2, 3, 4 }), 0);
			file.truncate(2);
			assertThat(file.sizeBytes()).isEqualTo(2);
			file.truncate(3);
			assertThat(file.sizeBytes()).isEqualTo(2);
			file.write(ByteBuffer.wrap(new byte[] { 5 }), 4);
			ByteBuffer content = ByteBuffer.allocate(5);
			file.read(content, 0);
			assertThat(content.array()).containsExactly(1, 2, 0, 0, 5);
		}
	}

	@ParameterizedTest
	@MethodSource("fileSystems")
	void namesAreListedInOrder(FileSystem fileSystem) throws IOException {
		StoragePaths.createDurably(fileSystem, "a/b");
		fileSystem.open("a/z").close();
		fileSystem.open("a/c").close();
		fileSystem.open("a/b/d").close();
		fileSystem.syncDirectory("a");
		assertThat(fileSystem.list("")).containsExactly("a");
		assertThat(fileSystem.list("a")).containsExactly("b", "c", "z");
		assertThat(fileSystem.list("a/b")).containsExactly("d");
		assertThat(fileSystem.exists("a/b")).isTrue();
		assertThat(fileSystem.exists("a/b/d")).isTrue();
		assertThat(fileSystem.exists("a/b/e")).isFalse();
	}

	@ParameterizedTest
	@MethodSource("fileSystems")
	void aRenameReplacesAndTheOpenFileGoesOn(FileSystem fileSystem) throws IOException {
		try (StorageFile old = fileSystem.open("f"); StorageFile file = fileSystem.open("g")) {
			old.write(ByteBuffer.wrap(new byte[] { 9, 9, 9 }), 0);
			file.write(ByteBuffer.wrap(new byte[] { 1 }), 0);
			fileSystem.rename("g", "f");
			file.write(ByteBuffer.wrap(new byte[] { 2 }), 1);
		}
		assertThat(fileSystem.exists("g")).isFalse();
		try (StorageFile file = fileSystem.open("f")) {
			ByteBuffer content = ByteBuffer.allocate(10);
			assertThat(file.read(content, 0)).isEqualTo(2);
			assertThat(content.flip()).isEqualTo(ByteBuffer.wrap(new byte[] { 1, 2 }));
		}
		fileSystem.delete("f");
		assertThat(fileSystem.exists("f")).isFalse();
	}

	@ParameterizedTest
	@MethodSource("fileSystems")
	void aDirectoryTakesAlongWhatIsInIt(FileSystem fileSystem) throws IOException {
		StoragePaths.createDurably(fileSystem, "a/b");
		fileSystem.createDirectories("a-not-in-it");
		try (StorageFile file = fileSystem.open("a/b/f")) {
			file.write(ByteBuffer.wrap(new byte[] { 7 }), 0);
		}
		fileSystem.rename("a", "c");
		assertThat(fileSystem.list("")).containsExactly("a-not-in-it", "c");
		assertThat(fileSystem.list("c")).containsExactly("b");
		assertThat(fileSystem.list("c/b")).containsExactly("f");
		assertThat(fileSystem.exists("a/b/f")).isFalse();
		fileSystem.createDirectories("a");
		assertThat(fileSystem.list("a")).isEmpty();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fileSystem.rename("a", "c"))
			.withMessageContaining("c");
		try (StorageFile file = fileSystem.open("c/b/f")) {
			assertThat(file.sizeBytes()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@MethodSource("fileSystems")
	void whatIsMissingIsAnErrorWithItsPath(FileSystem fileSystem) {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fileSystem.list("no"))
			.withMessageContaining("no");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fileSystem.open("no/f"))
			.withMessageContaining("no");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fileSystem.delete("missing"))
			.withMessageContaining("missing");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fileSystem.rename("missing", "f"))
			.withMessageContaining("missing");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> fileSystem.syncDirectory("no"))
			.withMessageContaining("no");
	}

	@ParameterizedTest
	@MethodSource("fileSystems")
	void thereIsSpace(FileSystem fileSystem) throws IOException {
		assertThat(fileSystem.usableSpaceBytes()).isPositive().isLessThanOrEqualTo(fileSystem.totalSpaceBytes());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a", "a/", "a//b", "..", "a/../b", ".", "a\\b" })
	void aPathStaysBelowTheRoot(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> StoragePaths.require(path));
		assertThatIllegalArgumentException().isThrownBy(() -> new MemoryFileSystem().open(path));
		assertThatIllegalArgumentException().isThrownBy(() -> new NioFileSystem(directory).open(path));
		assertThatIllegalArgumentException().isThrownBy(() -> new SimulatedFileSystem().open(path));
	}

}
