package io.dongting.raft.log.segment;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Closes several files, all of them even when one fails.
 */
final class CloseAll {

	private CloseAll() {
	}

	static void close(List<? extends Closeable> files) throws IOException {
		@Nullable IOException failure = null;
		for (Closeable file : files) {
			try {
				file.close();
			}
			catch (IOException ex) {
				if (failure == null) {
					failure = ex;
				}
				else {
					failure.addSuppressed(ex);
				}
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

}
