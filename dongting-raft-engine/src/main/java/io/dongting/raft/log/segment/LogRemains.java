package io.dongting.raft.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import org.jspecify.annotations.Nullable;

/**
 * What the slots of a log that may be damaged still say of its end (R28). Nothing is
 * changed, and entries are not looked at.
 *
 * <p>
 * Each entry was acknowledged only when the slot that names it, or a later one, was
 * durable, or its record in the journal of the node; how far that went is noted beside
 * the log when it is found to be damaged. So where every slot can be read and no segment
 * is missing, nothing behind the furthest end they name was ever acknowledged. A slot
 * that cannot be read may have named a later one; whether it was torn, and nobody was
 * told, cannot be seen (R27). What leaves no trace is not noticed here either: a slot
 * that reads as if it had never been written, or a last segment that has vanished.
 *
 * @param lastTerm the term of the furthest end that is readable, 0 if none is
 * @param lastIndex the index of that end
 * @param complete whether no slot is unreadable and no segment missing
 */
public record LogRemains(long lastTerm, long lastIndex, boolean complete) {

	/**
	 * Read what is left. Blocks.
	 * @param fileSystem where
	 * @param directory the directory of the log, which need not exist
	 * @return what the slots say
	 * @throws IOException if files cannot be read at all
	 */
	public static LogRemains read(FileSystem fileSystem, String directory) throws IOException {
		List<Ring> rings = new ArrayList<>();
		if (fileSystem.exists(directory)) {
			for (String name : fileSystem.list(directory)) {
				@Nullable Long firstIndex = SegmentFormat.firstIndex(name);
				if (firstIndex != null) {
					rings.add(Ring.read(fileSystem, StoragePaths.resolve(directory, name), firstIndex));
				}
			}
		}
		JournaledEnd furthest = JournaledEnd.read(fileSystem, directory);
		for (Ring ring : rings) {
			for (BatchIdentity identity : ring.identities()) {
				furthest = furthest.orFurther(new JournaledEnd(identity.lastTerm(), identity.lastIndex()));
			}
		}
		return new LogRemains(furthest.lastTerm(), furthest.lastIndex(), isComplete(rings));
	}

	private static boolean isComplete(List<Ring> rings) {
		if (rings.isEmpty() || !rings.stream().allMatch(Ring::isComplete)) {
			return false;
		}
		for (int i = 1; i < rings.size(); i++) {
			if (!rings.get(i - 1).goesOnIn(rings.get(i))) {
				return false;
			}
		}
		Ring last = rings.get(rings.size() - 1);
		long logStart = last.newest().logStart();
		return last.newest().endSegment() == last.firstIndex()
				&& rings.stream().anyMatch((ring) -> ring.firstIndex() == logStart);
	}

	/**
	 * The slots of one segment.
	 *
	 * @param firstIndex the first index of the segment
	 * @param identities what its slots say, of those that can be read
	 * @param unreadable how many hold something that cannot be read
	 */
	private record Ring(long firstIndex, List<BatchIdentity> identities, int unreadable) {

		static Ring read(FileSystem fileSystem, String path, long firstIndex) throws IOException {
			List<BatchIdentity> identities = new ArrayList<>();
			int unreadable = 0;
			try (StorageFile file = fileSystem.open(path)) {
				for (int slot = 0; slot < SegmentFormat.SLOTS; slot++) {
					ByteBuffer content = ByteBuffer.allocate(BatchIdentity.SEALED_BYTES);
					file.read(content, SegmentFormat.slotOffset(slot));
					boolean cut = content.hasRemaining();
					boolean written = cut || !isBlank(content.flip());
					@Nullable BatchIdentity identity = BatchIdentity.decode(content, firstIndex);
					if (identity != null) {
						identities.add(identity);
					}
					else if (written) {
						unreadable++;
					}
				}
			}
			return new Ring(firstIndex, identities, unreadable);
		}

		private static boolean isBlank(ByteBuffer content) {
			for (int i = 0; i < content.limit(); i++) {
				if (content.get(i) != 0) {
					return false;
				}
			}
			return true;
		}

		boolean isComplete() {
			return this.unreadable == 0 && !this.identities.isEmpty();
		}

		/**
		 * Return whether no segment is missing between this one and another. It says
		 * where the log went on, unless a crash came before that; after a truncation it
		 * says that the log ends here, and then any segment may be missing behind.
		 */
		boolean goesOnIn(Ring next) {
			BatchIdentity newest = newest();
			return newest.endSegment() == next.firstIndex()
					|| (newest.lastIndex() + 1 == next.firstIndex() && newest.sequence() < next.newest().sequence());
		}

		BatchIdentity newest() {
			BatchIdentity newest = this.identities.get(0);
			for (BatchIdentity identity : this.identities) {
				newest = (identity.sequence() > newest.sequence()) ? identity : newest;
			}
			return newest;
		}

	}

}
