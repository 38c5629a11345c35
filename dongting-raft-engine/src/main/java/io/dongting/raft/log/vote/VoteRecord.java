package io.dongting.raft.log.vote;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * One copy of the state as it is on disk.
 *
 * @param sequence grows with every save
 * @param state the state
 */
record VoteRecord(long sequence, VoteState state) {

	/** "DTVOTE", format 2. */
	private static final long MAGIC = 0x4454564f54450002L;

	private static final int FIELD_BYTES = 10 * Long.BYTES + Integer.BYTES + 2;

	/** Format 1, without a floor: it is read, but no longer written. */
	private static final long MAGIC_WITHOUT_FLOOR = 0x4454564f54450001L;

	private static final int FIELD_BYTES_WITHOUT_FLOOR = 8 * Long.BYTES + Integer.BYTES + 1;

	private static final byte NO_FLOOR = 0;

	private static final byte FLOOR_DATA_IN_PLACE = 1;

	private static final byte FLOOR_DATA_SET_ASIDE = 2;

	static final int SIZE_BYTES = FIELD_BYTES + Integer.BYTES;

	ByteBuffer encode() {
		ByteBuffer buffer = ByteBuffer.allocate(SIZE_BYTES);
		buffer.putLong(MAGIC).putLong(this.sequence);
		putUuid(buffer, this.state.replicaUuid());
		buffer.putLong(this.state.term()).putInt(this.state.votedFor()).putLong(this.state.promiseMillis());
		@Nullable UUID answeredFounder = this.state.answeredFounder();
		buffer.put((byte) ((answeredFounder != null) ? 1 : 0));
		putUuid(buffer, (answeredFounder != null) ? answeredFounder : new UUID(0, 0));
		putFloor(buffer, this.state.floor());
		return buffer.putInt(crc(buffer, FIELD_BYTES)).flip();
	}

	/**
	 * Decode a copy.
	 * @param buffer what stands in its place
	 * @return the copy, or {@code null} when it is not whole
	 */
	static @Nullable VoteRecord decode(ByteBuffer buffer) {
		if (buffer.limit() < FIELD_BYTES_WITHOUT_FLOOR + Integer.BYTES) {
			return null;
		}
		long magic = buffer.getLong();
		boolean hasFloor = magic == MAGIC;
		int fieldBytes = hasFloor ? FIELD_BYTES : FIELD_BYTES_WITHOUT_FLOOR;
		boolean known = hasFloor || magic == MAGIC_WITHOUT_FLOOR;
		if (!known || buffer.limit() < fieldBytes + Integer.BYTES
				|| buffer.getInt(fieldBytes) != crc(buffer, fieldBytes)) {
			return null;
		}
		long sequence = buffer.getLong();
		UUID replicaUuid = getUuid(buffer);
		long term = buffer.getLong();
		int votedFor = buffer.getInt();
		long promiseMillis = buffer.getLong();
		boolean answered = buffer.get() != 0;
		UUID founder = getUuid(buffer);
		return new VoteRecord(sequence, new VoteState(replicaUuid, term, votedFor, promiseMillis,
				answered ? founder : null, hasFloor ? getFloor(buffer) : null));
	}

	private static void putFloor(ByteBuffer buffer, @Nullable Floor floor) {
		if (floor == null) {
			buffer.put(NO_FLOOR).putLong(0).putLong(0);
		}
		else {
			buffer.put(floor.dataSetAside() ? FLOOR_DATA_SET_ASIDE : FLOOR_DATA_IN_PLACE);
			buffer.putLong(floor.term()).putLong(floor.index());
		}
	}

	private static @Nullable Floor getFloor(ByteBuffer buffer) {
		byte kind = buffer.get();
		long term = buffer.getLong();
		long index = buffer.getLong();
		return (kind != NO_FLOOR) ? new Floor(term, index, kind == FLOOR_DATA_SET_ASIDE) : null;
	}

	private static void putUuid(ByteBuffer buffer, UUID uuid) {
		buffer.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
	}

	private static UUID getUuid(ByteBuffer buffer) {
		return new UUID(buffer.getLong(), buffer.getLong());
	}

	private static int crc(ByteBuffer buffer, int fieldBytes) {
		CRC32C crc = new CRC32C();
		crc.update(buffer.slice(0, fieldBytes));
		return (int) crc.getValue();
	}

}
