package io.dongting.raft.server;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.dongting.raft.HostPort;
import io.dongting.raft.storage.FileSystem;
import io.dongting.simulation.SimulatedCrash;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RosterFileTests {

	private static final Roster.Group GROUP = new Roster.Group(7, new TreeSet<>(List.of(1, 2, 3)),
			new TreeSet<>(List.of(4)));

	private static final Roster ONE = Roster.EMPTY.withGroup("orders", GROUP)
		.withGroup("bills", new Roster.Group(8, new TreeSet<>(List.of(1)), new TreeSet<>()))
		.withNode(4, new HostPort("::1", 9334));

	private static final Roster OTHER = ONE.withNode(5, HostPort.parse("host-5.example:9335")).withRemoval("orders");

	@Test
	void whatIsWrittenIsRead() {
		for (Roster roster : List.of(Roster.EMPTY, ONE, OTHER, OTHER.withNothingToSetAside().withoutNode(4))) {
			assertThat(RosterFile.parse(RosterFile.format(roster))).isEqualTo(roster);
		}
	}

	@Test
	void noNameIsUsedTwiceForWhatIsSetAside() {
		Roster again = OTHER.withNothingToSetAside().withGroup("orders", GROUP).withRemoval("orders");
		assertThat(OTHER.settingAside()).containsValue("orders.removed-1");
		assertThat(again.settingAside()).containsValue("orders.removed-2");
	}

	/** Else the flipped bit would be another group, or none. */
	@Test
	void everyFlippedBitAndEveryMissingEndIsDamage() {
		String content = RosterFile.format(ONE);
		for (int i = 0; i < content.length(); i++) {
			for (int bit = 0; bit < 7; bit++) {
				StringBuilder flipped = new StringBuilder(content);
				flipped.setCharAt(i, (char) (content.charAt(i) ^ (1 << bit)));
				assertDamaged(flipped.toString());
			}
			assertDamaged(content.substring(0, i));
		}
	}

	private static void assertDamaged(String content) {
		SimulatedFileSystem disk = new SimulatedFileSystem();
		try {
			new WholeFile(disk, RosterFile.NAME).write(content);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		assertThatExceptionOfType(RaftStartupException.class).as(content)
			.isThrownBy(() -> new RosterFile(directory(disk)).read())
			.withMessageContaining(RosterFile.NAME)
			.withMessageContaining("damaged");
	}

	@Test
	void aCrashLeavesTheOldOneOrTheNewOne() throws IOException {
		TreeSet<String> left = new TreeSet<>();
		for (int seed = 0; seed < 300; seed++) {
			SimulatedFileSystem disk = new SimulatedFileSystem();
			RosterFile file = new RosterFile(directory(disk));
			file.write(ONE);
			disk.faults().crashAfter(disk.operations() + 1 + seed % 5);
			try {
				file.write(OTHER);
			}
			catch (SimulatedCrash crash) {
				// as far as it came
			}
			disk.crash(new SplittableRandom(seed));
			Roster found = file.read();
			assertThat(found).isIn(ONE, OTHER);
			left.add(found.equals(ONE) ? "old" : "new");
		}
		assertThat(left).containsExactly("new", "old");
	}

	static NodeDirectory directory(FileSystem files) {
		return new NodeDirectory() {

			@Override
			public FileSystem files() {
				return files;
			}

			@Override
			public String description() {
				return "a test";
			}

			@Override
			public void close() {
				// nothing is held
			}

		};
	}

}
