package io.dongting.samples.benchmark.dongting;

import io.dongting.raft.server.ForwardingEnvironment;
import io.dongting.raft.server.NodeDirectory;
import io.dongting.raft.server.RaftEnvironment;
import io.dongting.raft.storage.FileSystem;

/**
 * A world whose disk is not waited for: what is written is lost in a power cut. The
 * engine has no such option, and nobody should want it; it is there to see what syncing
 * costs.
 */
final class UnsyncedEnvironment extends ForwardingEnvironment {

	UnsyncedEnvironment(RaftEnvironment world) {
		super(world);
	}

	@Override
	public NodeDirectory openDirectory() {
		return new UnsyncedDirectory(super.openDirectory());
	}

	/**
	 * The directory of a node.
	 *
	 * @param directory the directory as it is
	 */
	private record UnsyncedDirectory(NodeDirectory directory) implements NodeDirectory {

		@Override
		public FileSystem files() {
			return new UnsyncedFileSystem(this.directory.files());
		}

		@Override
		public String description() {
			return this.directory.description() + ", not synced";
		}

		@Override
		public void close() {
			this.directory.close();
		}

	}

}
