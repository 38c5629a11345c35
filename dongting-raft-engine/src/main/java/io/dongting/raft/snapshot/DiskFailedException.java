package io.dongting.raft.snapshot;

import java.io.IOException;

/**
 * The disk failed while a snapshot was written; what it holds of other files may be no
 * better (R26).
 */
public class DiskFailedException extends IOException {

	public DiskFailedException(IOException cause) {
		super(cause.getMessage(), cause);
	}

}
