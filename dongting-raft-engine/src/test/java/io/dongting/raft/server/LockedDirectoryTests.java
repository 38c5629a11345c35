package io.dongting.raft.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LockedDirectoryTests {

	@Test
	void whoIsRefusedInThisProcessOpensItToNoOther(@TempDir Path path) throws IOException, InterruptedException {
		LockedDirectory.Opener opener = new LockedDirectory.Opener(path);
		NodeDirectory held = opener.get();
		assertThatExceptionOfType(DataDirectoryInUseException.class).isThrownBy(opener::get);
		assertThat(LockProbe.isInUse(path)).isTrue();
		held.close();
		assertThat(LockProbe.isInUse(path)).isFalse();
	}

	@Test
	void isTheSameUnderAnotherName(@TempDir Path path) throws IOException {
		Path directory = Files.createDirectory(path.resolve("data"));
		Path link = Files.createSymbolicLink(path.resolve("link"), directory);
		NodeDirectory held = new LockedDirectory.Opener(directory).get();
		assertThatExceptionOfType(DataDirectoryInUseException.class)
			.isThrownBy(() -> new LockedDirectory.Opener(link).get());
		held.close();
		new LockedDirectory.Opener(link).get().close();
	}

	@Test
	void closedTwiceLetsGoOnlyOfWhatItHeld(@TempDir Path path) throws IOException, InterruptedException {
		LockedDirectory.Opener opener = new LockedDirectory.Opener(path);
		NodeDirectory first = opener.get();
		first.close();
		NodeDirectory second = opener.get();
		first.close();
		assertThat(LockProbe.isInUse(path)).isTrue();
		second.close();
	}

}
