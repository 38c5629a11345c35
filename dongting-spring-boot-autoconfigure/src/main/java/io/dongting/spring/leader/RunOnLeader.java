package io.dongting.spring.leader;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Makes calls of a method do nothing unless this node leads a Raft group. Meant for what
 * all nodes are asked to do and one should: <pre class="code">
 * &#064;RunOnLeader(group = "inventory")
 * &#064;Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
 * void expireReservations() {
 *     this.leadership.fencingToken().ifPresent((token) -&gt; this.warehouse.releaseExpired(token));
 * }
 * </pre>
 *
 * <p>
 * The method is a bean's, and returns {@code void}, or an {@code Optional}, which is
 * empty where it was skipped. Anything else is refused when the application starts, as is
 * a group that this node does not have. As with {@code @Transactional}, calls from within
 * the same bean are not seen.
 *
 * <p>
 * It is looked at when the call begins, and at nothing later: a leadership may end while
 * the method runs, and if the process stands still, another node may run it at the same
 * time. What must not happen then needs the fencing token, taken once at the beginning
 * from {@link RaftLeadership#fencingToken()} and checked by the resource; see there.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface RunOnLeader {

	/**
	 * The group that this node has to lead.
	 * @return the name of the group
	 */
	String group();

}
