package io.dongting.raft;

import java.time.Duration;

/**
 * The ranges of options.
 */
final class OptionChecks {

	private OptionChecks() {
	}

	static void requireDuration(String name, Duration value, Duration most) {
		if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(most) > 0) {
			throw new InvalidConfigurationException(name,
					value + " is not between 1 ms and " + most.toDays() + ((most.toDays() == 1) ? " day." : " days."));
		}
	}

	static void requireRange(String name, long value, long least, long most) {
		if (value < least || value > most) {
			throw new InvalidConfigurationException(name, value + " is not between " + least + " and " + most + ".");
		}
	}

}
