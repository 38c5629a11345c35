package io.dongting.spring.autoconfigure.properties;

import java.time.Duration;

import io.dongting.raft.DiskSpaceOptions;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * When the space on the disk of this node is taken for low. It is until there is a
 * quarter more than that again.
 *
 * @param lowBytes Space below which this node hands leadership over to nodes that have
 * more, and its health says so. A quarter of the disk at most, 0 for never.
 * @param minimumBytes Space below which a leader refuses commands before they are
 * written. Not above the low mark; an eighth of the disk at most, 0 for never.
 * @param checkInterval Interval at which the space is looked at.
 */
public record DiskSpaceProperties(@DefaultValue("256MB") DataSize lowBytes, @DefaultValue("16MB") DataSize minimumBytes,
		@DefaultValue("1s") Duration checkInterval) {

	DiskSpaceOptions toOptions() {
		return new DiskSpaceOptions(this.lowBytes.toBytes(), this.minimumBytes.toBytes(), this.checkInterval);
	}

}
