package io.dongting.simulation.transcript;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.core.member.ChangeState;
import io.dongting.raft.core.member.ConfigurationCodec;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryCursor;

/**
 * An entry of the log in a few characters: {@code 3/t2 a} is the command {@code a} at
 * index 3 in term 2.
 *
 * @param index its index
 * @param term its term
 * @param content what it is
 */
record EntryText(long index, long term, String content) {

	static final EntryText BEGIN = new EntryText(0, 0, "");

	static List<EntryText> of(EntryBatch batch) {
		List<EntryText> entries = new ArrayList<>();
		EntryCursor cursor = batch.cursor();
		while (cursor.next()) {
			entries.add(new EntryText(cursor.index(), cursor.term(), content(cursor)));
		}
		return entries;
	}

	private static String content(EntryCursor cursor) {
		return switch (cursor.type()) {
			case NORMAL -> StandardCharsets.UTF_8.decode(cursor.body()).toString();
			case NO_OP -> "no-op";
			case CONFIGURATION -> configuration(ConfigurationCodec.decode(cursor.body()));
		};
	}

	private static String configuration(GroupConfiguration configuration) {
		ChangeState change = configuration.change();
		if (change == null) {
			return "config";
		}
		String sets = SetsText.of(configuration.membership());
		return switch (change.stage()) {
			case JOINING -> "joining " + sets;
			case JOINT -> "joint " + sets + " and " + SetsText.of(change.plan().goal());
			case COMPLETED -> "completed " + sets;
			case ABORTED -> "aborted " + sets;
		};
	}

	static String place(long index, long term) {
		return (index == 0) ? "the beginning" : index + "/t" + term;
	}

	String place() {
		return place(this.index, this.term);
	}

	@Override
	public String toString() {
		return place() + " " + this.content;
	}

}
