package io.dongting.raft.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.storage.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SettledDirectoryTests {

	private final ExecutorService writers = Executors.newSingleThreadExecutor();

	private final CountDownLatch answered = new CountDownLatch(1);

	private final CountDownLatch closed = new CountDownLatch(1);

	@Test
	void staysInUseWhileAWriteMayStillCome(@TempDir Path path) throws InterruptedException {
		LockedDirectory.Opener opener = new LockedDirectory.Opener(path);
		closeWithAStuckDisk(opener);
		assertThatExceptionOfType(DataDirectoryInUseException.class).isThrownBy(opener::get);
		assertIsFreeWhenTheDiskAnswers(opener);
	}

	@Test
	void isLetGoOfLaterWhenTheOneWhoClosesItIsInterrupted(@TempDir Path path) throws InterruptedException {
		LockedDirectory.Opener opener = new LockedDirectory.Opener(path);
		Thread.currentThread().interrupt();
		closeWithAStuckDisk(opener);
		assertThat(Thread.interrupted()).isTrue();
		assertIsFreeWhenTheDiskAnswers(opener);
	}

	@Test
	void isLetGoOfWhenNobodyWritesAnyMore(@TempDir Path path) {
		LockedDirectory.Opener opener = new LockedDirectory.Opener(path);
		this.writers.execute(() -> {
		});
		this.writers.shutdown();
		new SettledDirectory(opener.get(), this.writers, Duration.ofMinutes(1)).close();
		opener.get().close();
	}

	private void closeWithAStuckDisk(LockedDirectory.Opener opener) {
		this.writers.execute(() -> awaitUninterrupted(this.answered));
		this.writers.shutdown();
		new SettledDirectory(heard(opener.get()), this.writers, Duration.ofMillis(1)).close();
	}

	private void assertIsFreeWhenTheDiskAnswers(LockedDirectory.Opener opener) throws InterruptedException {
		this.answered.countDown();
		assertThat(this.closed.await(1, TimeUnit.MINUTES)).isTrue();
		opener.get().close();
	}

	private NodeDirectory heard(NodeDirectory directory) {
		return new NodeDirectory() {

			@Override
			public FileSystem files() {
				return directory.files();
			}

			@Override
			public String description() {
				return directory.description();
			}

			@Override
			public void close() {
				directory.close();
				SettledDirectoryTests.this.closed.countDown();
			}

		};
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		boolean done = false;
		while (!done) {
			try {
				latch.await();
				done = true;
			}
			catch (InterruptedException ex) {
				// A disk that hangs does not hear of it
			}
		}
	}

}
