package io.dongting.raft.server;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;

import io.dongting.fiber.FiberGroup;
import io.dongting.fiber.VirtualDispatcher;
import io.dongting.fiber.VirtualTime;
import io.dongting.raft.DiskSpace;
import io.dongting.raft.DiskSpaceOptions;
import io.dongting.raft.storage.FileSystem;
import io.dongting.simulation.QuietLogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DiskWatch}.
 */
@ExtendWith(QuietLogs.class)
class DiskWatchTests {

	private static final DiskSpaceOptions OPTIONS = new DiskSpaceOptions(1000, 100, Duration.ofSeconds(1));

	private static final long UNKNOWN = -1;

	private final VirtualTime world = new VirtualTime(1);

	private final FiberGroup group = new VirtualDispatcher(this.world, "dispatcher").createGroup("(disk)",
			(group, source, failure) -> {
				throw new AssertionError(source, failure);
			});

	private final ArrayDeque<Runnable> asked = new ArrayDeque<>();

	private final DiskWatch watch = new DiskWatch(1, disk(), OPTIONS, this.group, this.asked::add);

	private long usableBytes = 5000;

	private int looks;

	@Test
	void isSeenBeforeAnybodyAsks() {
		this.usableBytes = 50;
		this.watch.start();
		assertThat(this.watch.get()).isEqualTo(DiskSpace.EXHAUSTED);
		assertThat(this.looks).isOne();
	}

	@Test
	void isLookedAtNowAndThenAndNotWhenAsked() {
		this.watch.start();
		this.usableBytes = 500;
		advance(Duration.ofMillis(999));
		assertThat(this.asked).isEmpty();
		assertThat(this.watch.get()).isEqualTo(DiskSpace.AMPLE);
		advance(Duration.ofMillis(2));
		look();
		assertThat(this.watch.get()).isEqualTo(DiskSpace.LOW);
		assertThat(this.looks).isEqualTo(2);
		this.usableBytes = 5000;
		advance(OPTIONS.checkInterval());
		look();
		assertThat(this.watch.get()).isEqualTo(DiskSpace.AMPLE);
	}

	@Test
	void aDiskThatHangsIsAskedOnce() {
		this.watch.start();
		advance(Duration.ofMinutes(1));
		assertThat(this.asked).hasSize(1);
		look();
		advance(OPTIONS.checkInterval());
		assertThat(this.asked).hasSize(1);
	}

	@Test
	void whatCannotBeSeenIsTakenForWhatItWas() {
		this.usableBytes = UNKNOWN;
		this.watch.start();
		assertThat(this.watch.get()).isEqualTo(DiskSpace.AMPLE);
		for (long bytes : new long[] { 50, UNKNOWN, UNKNOWN }) {
			this.usableBytes = bytes;
			advance(OPTIONS.checkInterval());
			look();
			assertThat(this.watch.get()).isEqualTo(DiskSpace.EXHAUSTED);
		}
		this.usableBytes = 5000;
		advance(OPTIONS.checkInterval());
		look();
		assertThat(this.watch.get()).isEqualTo(DiskSpace.AMPLE);
	}

	private void advance(Duration duration) {
		this.world.advance(duration);
	}

	private void look() {
		this.asked.remove().run();
		advance(Duration.ofMillis(1));
	}

	private FileSystem disk() {
		return (FileSystem) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { FileSystem.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("totalSpaceBytes")) {
						return 1L << 40;
					}
					assertThat(method.getName()).isEqualTo("usableSpaceBytes");
					this.looks++;
					if (this.usableBytes == UNKNOWN) {
						throw new IOException("not to be seen");
					}
					return this.usableBytes;
				});
	}

}
