package io.dongting.spring.autoconfigure.properties;

/**
 * Where a node keeps its data.
 */
public enum RaftStorage {

	/** In the data directory; acknowledged writes survive the process and the machine. */
	DISK,

	/** Nowhere: for tests. Everything is gone when the application stops. */
	MEMORY

}
