package io.dongting.samples.largestate;

import java.io.IOException;
import java.io.InputStream;

import io.dongting.raft.Snapshot;
import io.dongting.samples.kvstore.KvStore;
import io.dongting.spring.RaftStateMachine;

/**
 * The store of the sample, with more in its snapshots than it has values.
 */
@RaftStateMachine(group = "kv")
public class LargeStore extends KvStore {

	@Override
	public Snapshot takeSnapshot() {
		Snapshot values = super.takeSnapshot();
		return (target) -> {
			values.writeTo(target);
			GeneratedBytes.write(target);
		};
	}

	@Override
	public void loadSnapshot(InputStream source) throws IOException {
		super.loadSnapshot(source);
		GeneratedBytes.check(source);
	}

}
