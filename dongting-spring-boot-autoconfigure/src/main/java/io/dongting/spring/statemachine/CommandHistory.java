package io.dongting.spring.statemachine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Which commands the log of a group has held on this node, and what their arguments
 * looked like. A command is remembered when it is used, not when it is declared: before,
 * it may be changed and removed at will, and a version that was never used be taken back.
 *
 * <p>
 * What is in the log is known by its id only, so a command that is applied counts as
 * written in the present shape where it has none yet, and a shape that has grown counts
 * from the first call on this node that was not refused.
 *
 * <p>
 * Thread-safe. Only an aid, for a report before anything is started: an entry that cannot
 * be read stops the group in any case.
 */
final class CommandHistory {

	/** More shapes of one command than this are not compared. */
	private static final int MOST_SHAPES = 64;

	private final HistoryFile file;

	private final ValueCodecs codecs;

	private final Map<String, List<CommandShape>> shapes;

	private boolean ended;

	private final Set<String> applied = ConcurrentHashMap.newKeySet();

	private final Set<String> written = ConcurrentHashMap.newKeySet();

	CommandHistory(HistoryFile file, ValueCodecs codecs) {
		this.file = file;
		this.codecs = codecs;
		this.shapes = new TreeMap<>(file.read());
	}

	/**
	 * Make sure that everything which the log has held can still be applied.
	 * @throws InvalidStateMachineException if not
	 */
	synchronized void check(String group, StateMachineModel model, Set<String> retired) {
		for (String id : retired) {
			if (model.find(id) != null) {
				throw new InvalidStateMachineException(
						"The state machine of group '" + group + "' names the command '" + id + "' as retired, but "
								+ model.type().getName() + " has it.",
						"Remove the method, or the id from @RaftStateMachine(retired = ...).");
			}
		}
		this.shapes.forEach((id, written) -> {
			if (!retired.contains(id)) {
				CommandMethod command = model.find(id);
				if (command == null) {
					throw gone(group, id, model);
				}
				written.forEach((shape) -> check(group, command, shape));
			}
		});
	}

	private InvalidStateMachineException gone(String group, String id, StateMachineModel model) {
		return new InvalidStateMachineException(
				"The log of group '" + group + "' has held the command '" + id + "', which " + model.type().getName()
						+ " does not have any more (known from " + this.file.path() + ").",
				"If the method or the types of its parameters were renamed, keep the id: @RaftCommand(id = \"" + id
						+ "\"). If the command was removed, bring it back, until no node has it in its log any more; "
						+ "then name it in @RaftStateMachine(retired = \"...\").");
	}

	private void check(String group, CommandMethod command, CommandShape written) {
		String mismatch = mismatch(command, written);
		if (mismatch != null) {
			throw new InvalidStateMachineException(
					"The command '" + command.id() + "' has changed, and the log of group '" + group
							+ "' has held it as it was (known from " + this.file.path() + "). " + mismatch,
					"Give the method in its new form an id of its own, such as @RaftCommand(id = \"...\"), and keep one "
							+ "in the old form with the id '" + command.id() + "' for what stands in the log. "
							+ this.file.lastResort());
		}
	}

	private @Nullable String mismatch(CommandMethod command, CommandShape written) {
		try {
			return written.mismatch(command, this.codecs);
		}
		catch (InvalidStateMachineException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw this.file.unreadable(ex);
		}
	}

	/**
	 * Called for each command that is applied. What cannot be kept must not stop the
	 * group: it only serves to refuse a start.
	 * @param id the id of the command
	 * @param present what it looks like now, which need not be how it was written
	 */
	void applied(String id, CommandShape present) {
		if (!this.applied.contains(id) && this.applied.add(id)) {
			remember(id, present, false);
		}
	}

	/**
	 * Called for each command that this node has proposed, when it stands in the log or
	 * may do so: one that was refused does not count.
	 * @param id the id of the command
	 * @param shape how it was written
	 */
	void written(String id, CommandShape shape) {
		if (!this.written.contains(id) && this.written.add(id)) {
			remember(id, shape, true);
		}
	}

	/** Write nothing more: the file is that of another state machine now. */
	synchronized void end() {
		this.ended = true;
	}

	private synchronized void remember(String id, CommandShape shape, boolean eachShape) {
		List<CommandShape> known = this.shapes.getOrDefault(id, List.of());
		if (this.ended || known.contains(shape) || (!known.isEmpty() && !eachShape) || known.size() >= MOST_SHAPES) {
			return;
		}
		List<CommandShape> more = new ArrayList<>(known);
		more.add(shape);
		this.shapes.put(id, List.copyOf(more));
		this.file.write(this.shapes);
	}

}
