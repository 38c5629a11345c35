package io.dongting.spring;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Turns arguments and results of commands into bytes and back. A bean of this type is
 * asked before the codecs that are always there: Protobuf for its messages, {@code bytes}
 * for {@code byte[]}, and JSON for everything else. The first that
 * {@linkplain #supports(Type) supports} the declared type of a parameter or result is
 * taken, in the order of {@code @Order}.
 *
 * <p>
 * What a codec wrote once stands in logs, with its name, and has to be readable for as
 * long as they exist: keep the bean, under the same name, though nothing is written with
 * it any more. Implementations are thread-safe, and depend on nothing that could differ
 * between nodes.
 */
public interface RaftCodec {

	/**
	 * Return the name under which values of this codec stand in the log.
	 * @return the name, 1 to 64 ASCII letters, digits, dots and hyphens; not
	 * {@code json}, {@code protobuf} or {@code bytes}, and of no other codec
	 */
	String name();

	/**
	 * Return whether values of a type are written and read by this codec.
	 * @param type the type as it is declared, with its type arguments
	 * @return whether they are; always the same answer
	 */
	boolean supports(Type type);

	/**
	 * Write a value. A {@code null} needs no codec.
	 * @param value the value
	 * @param type the type as which it is declared
	 * @return its bytes, the same for equal values
	 * @throws IllegalArgumentException if the value cannot be written
	 */
	byte[] write(Object value, Type type);

	/**
	 * Read an argument exactly. Whatever is not understood is an error: if this node left
	 * out what others understand, their states would drift apart.
	 * @param bytes the bytes of one value, from position to limit, read-only
	 * @param type the type as which it is declared
	 * @return the value
	 * @throws IllegalArgumentException if the bytes are not a value of the type
	 */
	@Nullable Object read(ByteBuffer bytes, Type type);

	/**
	 * Read a result, which may come from a node that runs another version: parts that are
	 * not known here are left out.
	 * @param bytes the bytes of one value, from position to limit, read-only
	 * @param type the type as which it is declared
	 * @return the value
	 * @throws IllegalArgumentException if the bytes are not a value of the type
	 */
	default @Nullable Object readLeniently(ByteBuffer bytes, Type type) {
		return read(bytes, type);
	}

	/**
	 * Return whether any value of a type that was written is known to be readable again.
	 * Where it is not, each argument is read once before it is proposed, since one that
	 * cannot be read would stop the group on every node.
	 * @param type the type as which values are declared
	 * @return whether reading back cannot fail
	 */
	default boolean alwaysReadable(Type type) {
		return false;
	}

	/**
	 * Describe what the bytes of a type look like. The description of each command that
	 * is used is kept beside the data, and compared with that of later versions of the
	 * application when they start. Asked for each parameter at the start, which it keeps
	 * from succeeding if it throws.
	 * @param type the type as it is declared
	 * @return the description, for {@link #mismatch} to understand; unless overridden
	 * empty, and nothing is compared
	 */
	default String shape(Type type) {
		return "";
	}

	/**
	 * Say why what was written could not be read.
	 * @param written the {@linkplain #shape shape} of the type when it was written
	 * @param read the shape of the type as which it would be read
	 * @return what is wrong, to follow a colon, or {@code null} if nothing is
	 */
	default @Nullable String mismatch(String written, String read) {
		return (written.equals(read)) ? null : "it has another shape";
	}

	/**
	 * Say why nodes that run two versions of the application at the same time would not
	 * make the same of what one of them writes. Until they would, the command is not
	 * proposed. This demands more than {@link #mismatch}: what later versions may leave
	 * out, when nothing depends on it any more, is still used by a node of the version
	 * before.
	 * @param written the {@linkplain #shape shape} of the type on the node that writes
	 * @param read the shape of the type on a node that reads
	 * @return what is wrong, or {@code null} if nothing is; unless overridden, that what
	 * is written could not be read
	 */
	default @Nullable String disagreement(String written, String read) {
		return mismatch(written, read);
	}

}
