/**
 * The actuator endpoint {@code raftconfig}: who belongs to a group is changed, in one
 * call or step by step.
 */
@NullMarked
package io.dongting.spring.actuate.config;

import org.jspecify.annotations.NullMarked;
