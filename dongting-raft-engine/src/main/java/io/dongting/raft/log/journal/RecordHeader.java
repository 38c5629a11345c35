package io.dongting.raft.log.journal;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What one log has written: a line of the table of a write.
 *
 * @param log the log
 * @param epoch the write epoch
 * @param firstIndex the index of the first entry
 * @param lastIndex the index of the last entry
 * @param entryBytes the size of the entries
 * @param entryCrc their CRC32C
 */
record RecordHeader(JournaledLog log, long epoch, long firstIndex, long lastIndex, int entryBytes, int entryCrc) {

	static final int BYTES = 52;

	void encode(ByteBuffer target) {
		UUID replicaUuid = this.log.replicaUuid();
		target.putInt(this.log.groupId());
		target.putLong(replicaUuid.getMostSignificantBits()).putLong(replicaUuid.getLeastSignificantBits());
		target.putLong(this.epoch).putLong(this.firstIndex).putLong(this.lastIndex);
		target.putInt(this.entryBytes).putInt(this.entryCrc);
	}

	static RecordHeader decode(ByteBuffer source) {
		JournaledLog log = new JournaledLog(source.getInt(), new UUID(source.getLong(), source.getLong()));
		return new RecordHeader(log, source.getLong(), source.getLong(), source.getLong(), source.getInt(),
				source.getInt());
	}

}
