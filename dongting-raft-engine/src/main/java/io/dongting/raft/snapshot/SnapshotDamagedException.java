package io.dongting.raft.snapshot;

import java.io.IOException;

/**
 * A snapshot is not what was written: something in it does not match its checksum, or is
 * missing.
 */
public class SnapshotDamagedException extends IOException {

	public SnapshotDamagedException(String path, String detail) {
		super("Damage in " + path + ": " + detail);
	}

}
