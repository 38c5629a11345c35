package io.dongting.spring.statemachine;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The commands and queries of a class. Immutable.
 */
public final class StateMachineModel {

	private final Class<?> type;

	private final Map<String, CommandMethod> commandsById;

	private final Map<Method, CommandMethod> commands;

	private final Map<Method, QueryMethod> queries;

	private StateMachineModel(Class<?> type, Map<String, CommandMethod> commandsById,
			Map<Method, QueryMethod> queries) {
		this.type = type;
		this.commandsById = Map.copyOf(commandsById);
		Map<Method, CommandMethod> byMethod = new HashMap<>();
		commandsById.values().forEach((command) -> byMethod.put(command.method(), command));
		this.commands = Map.copyOf(byMethod);
		this.queries = Map.copyOf(queries);
	}

	/**
	 * Read the annotations of a class.
	 * @param type the class of the bean, not of a proxy
	 * @param codecs say which parameters and results they can carry
	 * @return the model
	 * @throws InvalidStateMachineException if the class cannot work as it is written
	 */
	public static StateMachineModel of(Class<?> type, ValueCodecs codecs) {
		StateMachineReader reader = new StateMachineReader(type, codecs);
		Map<String, CommandMethod> commands = reader.readCommands();
		Map<Method, QueryMethod> queries = reader.readQueries();
		if (commands.isEmpty() && queries.isEmpty()) {
			throw new InvalidStateMachineException(
					type.getName() + " has neither commands nor queries, so nothing could be done with its state.",
					"Annotate its methods with @RaftCommand and @RaftQuery.");
		}
		return new StateMachineModel(type, commands, queries);
	}

	/**
	 * Return whether a class has any command or query.
	 * @param type the class
	 * @return whether one of its methods is annotated
	 */
	public static boolean hasOperations(Class<?> type) {
		return StateMachineReader.hasOperations(type);
	}

	/**
	 * Return the class this is the model of.
	 * @return the class of the bean
	 */
	public Class<?> type() {
		return this.type;
	}

	/**
	 * Find out what the commands look like in the log, by their ids. Takes a while.
	 * @throws InvalidStateMachineException if a codec cannot say it
	 */
	Map<String, CommandShape> shapes(ValueCodecs codecs) {
		Map<String, CommandShape> shapes = new TreeMap<>();
		this.commandsById.forEach((id, command) -> shapes.put(id, shape(command, codecs)));
		return shapes;
	}

	private CommandShape shape(CommandMethod command, ValueCodecs codecs) {
		try {
			return CommandShape.of(command, codecs);
		}
		catch (RuntimeException ex) {
			InvalidStateMachineException unsaid = new InvalidStateMachineException(
					"A codec cannot say what the parameters of the command '" + command.id() + "' of "
							+ this.type.getName() + " look like: " + ex,
					"Let 'shape' of the RaftCodec return a description, or an empty text where there is none.");
			unsaid.initCause(ex);
			throw unsaid;
		}
	}

	@Nullable CommandMethod find(String id) {
		return this.commandsById.get(id);
	}

	/**
	 * Return the command of an entry of the log.
	 * @throws UnknownCommandException if there is none
	 */
	CommandMethod command(String id) {
		CommandMethod command = find(id);
		if (command == null) {
			throw new UnknownCommandException(id, this.type);
		}
		return command;
	}

	@Nullable CommandMethod command(Method method) {
		return this.commands.get(method);
	}

	@Nullable QueryMethod query(Method method) {
		return this.queries.get(method);
	}

	/** Return the methods of the class that are commands or queries. */
	Iterable<Method> methods() {
		List<Method> methods = new ArrayList<>(this.commands.keySet());
		methods.addAll(this.queries.keySet());
		return methods;
	}

}
