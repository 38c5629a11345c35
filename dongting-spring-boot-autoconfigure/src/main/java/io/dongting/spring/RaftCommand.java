package io.dongting.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public method of a {@link RaftStateMachine}, or of its interface, as a command:
 * a call is written to the log, and once it is durable on a majority the method runs on
 * every node, in the order of the log.
 *
 * <p>
 * Arguments and result are copied, also on the node that was called: Protobuf messages
 * and {@code byte[]} as they are, what a {@link RaftCodec} of the application supports by
 * that, and everything else as JSON. A parameter of type {@link RaftContext} is not sent
 * but filled in where the command is applied. An {@link Exception} the method throws is
 * its replicated result and reaches the caller; an {@link Error} stops the group on the
 * node where it is thrown.
 *
 * <p>
 * A command that is new in this version of the application is refused with a
 * {@link CommandNotAnnouncedException} until all members of the group run a version that
 * has it. After its start a node proposes nothing before it has caught up with what the
 * members have announced, so the first call waits for a leader.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RaftCommand {

	/**
	 * The name under which the command stands in the log. Defaults to the method's name
	 * with its parameter types, as in {@code reserve(String,int)}. It must stay the same
	 * for as long as logs with this command exist: set it, to the name the command has so
	 * far, before renaming the method. Calls are observed under this name, too, or under
	 * the method's where none is set.
	 * @return the command id
	 */
	String id() default "";

}
