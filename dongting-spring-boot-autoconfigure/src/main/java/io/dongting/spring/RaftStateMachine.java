package io.dongting.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.stereotype.Component;

/**
 * Makes a bean the state machine of a Raft group, on the bean's class or on its
 * {@code @Bean} method.
 *
 * <p>
 * The group need not be configured: its members are then all nodes. What other beans are
 * given is a proxy, a JDK proxy where the bean implements an interface of the
 * application's own, else a subclass. Calls of {@link RaftCommand} methods are replicated
 * and {@link RaftQuery} methods read; any other public method throws. A method returns
 * {@code T}, then the call blocks, or {@code CompletableFuture<T>}.
 *
 * <p>
 * The bean itself is driven by the log. It needs no locks, since calls come one at a
 * time, and must depend on nothing but its state and the arguments: no clock, no random
 * numbers, no other service. Its state need not survive a restart, the log is applied
 * again; {@link SnapshotSupport} spares the node most of that.
 *
 * <p>
 * A bean that implements {@link io.dongting.raft.StateMachine} is used as it is, without
 * a proxy: commands are then bytes, submitted to the {@link io.dongting.raft.RaftGroup}.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface RaftStateMachine {

	/**
	 * The name of the group whose log drives this bean: a lower-case letter, then up to
	 * 62 lower-case letters, digits and hyphens.
	 * @return the group's name
	 */
	String group();

	/**
	 * The ids of commands that the state machine once had, and that no node has in its
	 * log any more. A start is refused where a command is missing that the log of the
	 * group has held and that is not named here. An entry that still holds one stops the
	 * group on the node.
	 * @return the ids of former commands
	 */
	String[] retired() default {};

}
