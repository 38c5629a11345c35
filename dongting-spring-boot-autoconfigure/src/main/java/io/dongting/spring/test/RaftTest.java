package io.dongting.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.dongting.spring.RaftStateMachine;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lets JUnit test a {@link RaftStateMachine} in a simulated cluster: methods of the test
 * class get a {@link RaftTestCluster} as a parameter. No application context is started.
 *
 * <p>
 * Every test method has a cluster of its own, which is there for its {@code @BeforeEach}
 * and {@code @AfterEach} methods, too. After each of them the state machine is checked,
 * see {@link RaftTestCluster#verify()}.
 *
 * <p>
 * Each node needs a state machine of its own, a new one after each crash, and the checks
 * need some more. They come from
 * <ol>
 * <li>a method of the test class that takes no arguments, returns a new state machine and
 * is annotated with {@code @RaftStateMachine}, as a {@code @Bean} method would be: the
 * way for a state machine whose constructor has parameters,</li>
 * <li>or else from the constructor without parameters of {@link #stateMachine()},</li>
 * <li>or else from that of the type the parameter names, as {@code KvStore} in
 * {@code RaftTestCluster<KvStore>}.</li>
 * </ol>
 *
 * <p>
 * Chance is drawn from a seed: how long messages and disks take, who is elected, what a
 * crash leaves on a disk. A test that fails tells its seed. Each run has another one,
 * unless {@link #seed()} or the system property {@code dongting.test.seed} says which;
 * the property wins. With {@code @RepeatedTest} a test meets as many seeds as one likes.
 *
 * <p>
 * Stands on a test class, on single test methods, or on both: then the method has what it
 * leaves out from the class.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(RaftTestExtension.class)
public @interface RaftTest {

	/**
	 * How many nodes there are, all of them members of the group.
	 * @return the number of nodes, at most nine; 0 for three
	 */
	int nodes() default 0;

	/**
	 * What chance is drawn from.
	 * @return the seed; 0 for another one in each run
	 */
	long seed() default 0;

	/**
	 * The class of the state machine, which has a constructor without parameters.
	 * @return the class; {@code void} if a method of the test class makes the state
	 * machine, or if the parameter names its class
	 */
	Class<?> stateMachine() default void.class;

}
