package io.dongting.spring.statemachine;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;

import io.dongting.spring.RaftCodec;
import org.jspecify.annotations.Nullable;

/**
 * What the arguments of a command look like in the log.
 *
 * @param parameters the parameters that stand there, in order
 */
record CommandShape(List<Parameter> parameters) {

	CommandShape {
		parameters = List.copyOf(parameters);
	}

	static CommandShape of(CommandMethod command, ValueCodecs codecs) {
		return new CommandShape(command.loggedTypes().map((type) -> {
			RaftCodec codec = codecs.codecFor(type);
			return new Parameter(codec.name(), codec.shape(type));
		}).toList());
	}

	/**
	 * Say why arguments of this shape cannot be read by a command.
	 * @return a full sentence, {@code null} if they can
	 * @throws InvalidStateMachineException if a codec of the application cannot say it
	 */
	@Nullable String mismatch(CommandMethod command, ValueCodecs codecs) {
		List<Type> types = command.loggedTypes().toList();
		if (types.size() != this.parameters.size()) {
			return "It had " + count(this.parameters.size()) + " and has " + count(types.size()) + ".";
		}
		for (int i = 0; i < types.size(); i++) {
			String mismatch = this.parameters.get(i).mismatch(types.get(i), codecs);
			if (mismatch != null) {
				return "Parameter " + (i + 1) + " cannot be read as it was written: " + mismatch + ".";
			}
		}
		return null;
	}

	/**
	 * Return whether what is written in this shape means the same to a node that reads it
	 * in another, while both are there.
	 */
	boolean isReadableAs(@Nullable CommandShape read, ValueCodecs codecs) {
		if (read == null || read.parameters().size() != this.parameters.size()) {
			return false;
		}
		for (int i = 0; i < this.parameters.size(); i++) {
			if (!this.parameters.get(i).isReadableAs(read.parameters().get(i), codecs)) {
				return false;
			}
		}
		return true;
	}

	private static String count(int parameters) {
		return parameters + ((parameters == 1) ? " parameter" : " parameters");
	}

	/**
	 * A parameter in the log.
	 *
	 * @param codec the name of the codec that writes it
	 * @param shape what that says it looks like
	 */
	record Parameter(String codec, String shape) {

		Parameter {
			Objects.requireNonNull(codec, "'codec' must not be null");
			Objects.requireNonNull(shape, "'shape' must not be null");
		}

		/** What stands in the log is read by the codec that wrote it. */
		private @Nullable String mismatch(Type type, ValueCodecs codecs) {
			RaftCodec reader = codecs.named(this.codec);
			if (reader == null) {
				return "the application has no codec '" + this.codec + "' any more";
			}
			try {
				return mismatch(type, reader);
			}
			catch (RuntimeException ex) {
				throw (codecs.isOwn(reader)) ? failed(reader, type, ex) : ex;
			}
		}

		private @Nullable String mismatch(Type type, RaftCodec reader) {
			if (!reader.supports(type)) {
				return "the codec '" + this.codec + "', which wrote it, does not support " + type.getTypeName();
			}
			return reader.mismatch(this.shape, reader.shape(type));
		}

		private InvalidStateMachineException failed(RaftCodec reader, Type type, RuntimeException cause) {
			InvalidStateMachineException failed = new InvalidStateMachineException(
					"The codec '" + this.codec + "' cannot say whether " + type.getTypeName()
							+ " can be read as it was written: " + cause,
					"Let 'shape' and 'mismatch' of " + reader.getClass().getName()
							+ " work for each type that it supports, and for each text that its 'shape' has returned.");
			failed.initCause(cause);
			return failed;
		}

		/** Another node is only known to have the codec that it uses itself. */
		private boolean isReadableAs(Parameter read, ValueCodecs codecs) {
			RaftCodec writer = codecs.named(this.codec);
			return writer != null && this.codec.equals(read.codec)
					&& writer.disagreement(this.shape, read.shape) == null;
		}

	}

}
