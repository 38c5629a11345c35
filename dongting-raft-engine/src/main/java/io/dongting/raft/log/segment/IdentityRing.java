package io.dongting.raft.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one segment. Each identity goes to the slot its sequence number says, so
 * that a torn one leaves those before it.
 */
final class IdentityRing {

	private final StorageFile file;

	private final long homeSegment;

	IdentityRing(StorageFile file, long homeSegment) {
		this.file = file;
		this.homeSegment = homeSegment;
	}

	/** Write without a sync. */
	void write(BatchIdentity identity) throws IOException {
		this.file.write(identity.encode(this.homeSegment), SegmentFormat.slotOffset(identity.sequence()));
	}

	/**
	 * Return the newest identity.
	 * @return the identity, or {@code null} when no slot is readable
	 */
	@Nullable BatchIdentity newest() throws IOException {
		return newestUpTo(Long.MAX_VALUE);
	}

	/**
	 * Return a number from which on two identities can be written without the slot of the
	 * newest that is durable here.
	 * @param lastSequence the last number that is durable in any segment
	 * @return one of the next numbers
	 */
	long sequenceOfTwo(long lastSequence) throws IOException {
		@Nullable BatchIdentity durable = newestUpTo(lastSequence);
		long sequence = lastSequence + 1;
		while (durable != null && (sharesSlot(durable, sequence) || sharesSlot(durable, sequence + 1))) {
			sequence++;
		}
		return sequence;
	}

	private static boolean sharesSlot(BatchIdentity identity, long sequence) {
		return SegmentFormat.slotOffset(identity.sequence()) == SegmentFormat.slotOffset(sequence);
	}

	private @Nullable BatchIdentity newestUpTo(long sequence) throws IOException {
		@Nullable BatchIdentity newest = null;
		for (int slot = 0; slot < SegmentFormat.SLOTS; slot++) {
			ByteBuffer buffer = ByteBuffer.allocate(BatchIdentity.SEALED_BYTES);
			this.file.read(buffer, SegmentFormat.slotOffset(slot));
			@Nullable BatchIdentity identity = BatchIdentity.decode(buffer.flip(), this.homeSegment);
			if (identity != null && identity.sequence() <= sequence
					&& (newest == null || identity.sequence() > newest.sequence())) {
				newest = identity;
			}
		}
		return newest;
	}

}
