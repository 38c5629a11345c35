package io.dongting.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses each end that a crash may have, one after the other: nothing, all, the first
 * byte, half, or all but the last byte of each sector that was changed, every change of
 * names or not, files grown or not.
 */
public final class EveryCrash implements CrashChoices {

	private static final int FATES_OF_A_SECTOR = 5;

	private final List<Integer> chosen = new ArrayList<>();

	private final List<Integer> alternatives = new ArrayList<>();

	private int next;

	/**
	 * Check each state in which a crash may leave a disk.
	 * @param disk the disk, which stays as it is
	 * @param most how many states are looked at
	 * @param check given each, crashed
	 * @return how many there were
	 * @throws IOException if the check does
	 */
	public static int tryEach(SimulatedFileSystem disk, int most, Check check) throws IOException {
		EveryCrash crash = new EveryCrash();
		int states = 0;
		do {
			SimulatedFileSystem left = disk.copy();
			left.crash(crash);
			check.accept(left, crash);
			states++;
		}
		while (crash.advance() && states < most);
		return states;
	}

	/**
	 * Go on to the next end, after a crash with this one.
	 * @return whether there is another
	 */
	public boolean advance() {
		this.next = 0;
		for (int last = this.chosen.size() - 1; last >= 0; last--) {
			if (this.chosen.get(last) + 1 < this.alternatives.get(last)) {
				this.chosen.set(last, this.chosen.get(last) + 1);
				return true;
			}
			this.chosen.remove(last);
			this.alternatives.remove(last);
		}
		return false;
	}

	private int choose(int count) {
		if (this.next == this.chosen.size()) {
			this.chosen.add(0);
			this.alternatives.add(count);
		}
		return this.chosen.get(this.next++);
	}

	@Override
	public boolean hasHappened() {
		return choose(2) == 1;
	}

	@Override
	public boolean hasGrown() {
		return choose(2) == 1;
	}

	@Override
	public void nextWrite() {
		// each sector for itself
	}

	@Override
	public int keptBytes(int sizeBytes, boolean changes) {
		if (!changes) {
			return sizeBytes;
		}
		return switch (choose((sizeBytes > 2) ? FATES_OF_A_SECTOR : 2)) {
			case 0 -> 0;
			case 1 -> sizeBytes;
			case 2 -> 1;
			case 3 -> sizeBytes / 2;
			default -> sizeBytes - 1;
		};
	}

	@Override
	public String toString() {
		return "choices " + this.chosen;
	}

	/**
	 * What must hold after a crash.
	 */
	@FunctionalInterface
	public interface Check {

		void accept(SimulatedFileSystem left, EveryCrash crash) throws IOException;

	}

}
