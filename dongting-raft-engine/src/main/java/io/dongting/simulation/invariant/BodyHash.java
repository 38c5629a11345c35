package io.dongting.simulation.invariant;

import java.nio.ByteBuffer;

/**
 * Tells bodies of entries apart: not by any number that the engine computes.
 */
final class BodyHash {

	private BodyHash() {
	}

	static long of(ByteBuffer body) {
		int at = body.position();
		long hash = body.remaining();
		while (at <= body.limit() - Long.BYTES) {
			hash = mix(hash ^ body.getLong(at));
			at += Long.BYTES;
		}
		while (at < body.limit()) {
			hash = mix(hash ^ body.get(at));
			at++;
		}
		return hash;
	}

	private static long mix(long value) {
		long mixed = value * 0x9E3779B97F4A7C15L;
		return mixed ^ (mixed >>> 32);
	}

}
