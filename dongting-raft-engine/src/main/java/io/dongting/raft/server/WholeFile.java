package io.dongting.raft.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * A small text file at the root of the data directory that is written whole or not at
 * all: a new file takes the place of the old one.
 *
 * @param files where it is
 * @param name its name
 */
record WholeFile(FileSystem files, String name) {

	private static final int MAX_SIZE_BYTES = 16 * 1024 * 1024;

	@Nullable String read() throws IOException {
		if (!this.files.exists(this.name)) {
			return null;
		}
		try (StorageFile file = this.files.open(this.name)) {
			if (file.sizeBytes() > MAX_SIZE_BYTES) {
				throw new IOException(this.name + " has " + file.sizeBytes() + " bytes, which it cannot have");
			}
			ByteBuffer content = ByteBuffer.allocate((int) file.sizeBytes());
			file.read(content, 0);
			return StandardCharsets.UTF_8.decode(content.flip()).toString();
		}
	}

	/**
	 * Replace the content, durably.
	 * @param content the new content
	 * @throws IOException if that fails; after the next start there is the old content or
	 * the new
	 */
	void write(String content) throws IOException {
		String temporary = this.name + ".new";
		if (this.files.exists(temporary)) {
			this.files.delete(temporary);
		}
		try (StorageFile file = this.files.open(temporary)) {
			file.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), 0);
			file.syncAll();
		}
		this.files.rename(temporary, this.name);
		this.files.syncDirectory("");
	}

}
