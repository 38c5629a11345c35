/**
 * Observations of the calls of state machines, from which Micrometer makes spans and
 * timers. Where nobody observes, a call costs one question more.
 */
@NullMarked
package io.dongting.spring.observation;

import org.jspecify.annotations.NullMarked;
