package io.dongting.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.dongting.raft.ReadConsistency;

/**
 * Marks a public method of a {@link RaftStateMachine}, or of its interface, as a query: a
 * call reads the state of the node it is made on, once that is as fresh as asked for.
 * Nothing is written to the log, so the method must not change the state.
 *
 * <p>
 * The result is handed to the caller as it is: return a copy, not a collection that later
 * commands change.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RaftQuery {

	/**
	 * The name under which calls of the query are observed. Defaults to the method's
	 * name. Set it before renaming the method, so that meters and traces go on under the
	 * name they have. Nothing else depends on it: a query stands in no log.
	 * @return the query id
	 */
	String id() default "";

	/**
	 * How fresh the state has to be.
	 * @return the consistency of the query
	 */
	ReadConsistency consistency() default ReadConsistency.LINEARIZABLE;

	/**
	 * Whether the method may run while commands are being applied, on the caller's thread
	 * or, where it returns a future, on one of the application's. By default it runs
	 * between two commands. Set this for long queries on a thread-safe state, which also
	 * takes the place of the old one at once when a snapshot is loaded.
	 * @return whether the query runs beside commands
	 */
	boolean concurrent() default false;

}
