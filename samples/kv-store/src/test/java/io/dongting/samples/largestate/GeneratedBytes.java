package io.dongting.samples.largestate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Bytes that are the same every time and are held nowhere.
 */
final class GeneratedBytes {

	private static final int BLOCK_BYTES = 64 * 1024;

	private static final int BLOCKS_PER_MEBIBYTE = 16;

	private static final long BLOCKS = BLOCKS_PER_MEBIBYTE * Long.getLong("large-state.mebibytes", 2048);

	private GeneratedBytes() {
	}

	static void write(OutputStream target) throws IOException {
		for (long number = 0; number < BLOCKS; number++) {
			target.write(block(number));
		}
	}

	static void check(InputStream source) throws IOException {
		for (long number = 0; number < BLOCKS; number++) {
			if (!Arrays.equals(source.readNBytes(BLOCK_BYTES), block(number))) {
				throw new IOException("Block " + number + " is not what was written");
			}
		}
		if (source.read() >= 0) {
			throw new IOException("There is more than was written");
		}
	}

	private static byte[] block(long number) {
		byte[] block = new byte[BLOCK_BYTES];
		new SplittableRandom(number).nextBytes(block);
		return block;
	}

}
