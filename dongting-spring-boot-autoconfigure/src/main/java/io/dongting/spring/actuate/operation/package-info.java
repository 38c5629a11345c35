/**
 * What all operations over actuator endpoints have in common: how their arguments are
 * read, how they wait, and what is answered when they are not done.
 *
 * <p>
 * An operation runs on the thread of its caller, a web request or a JMX client, and
 * blocks it for a bounded time; no thread of the engine ever waits here. All arguments
 * arrive as text, so that a wrong one is refused with a message that names it, and before
 * anything happens.
 */
@NullMarked
package io.dongting.spring.actuate.operation;

import org.jspecify.annotations.NullMarked;
