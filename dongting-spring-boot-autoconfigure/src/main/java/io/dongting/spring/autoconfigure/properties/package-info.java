/**
 * The properties {@code dongting.raft.*} and what they come to: the configuration records
 * of the engine.
 *
 * <p>
 * Everything is checked here before anything is started. What is wrong is reported under
 * the name the user wrote, as {@code dongting.raft.groups.kv.lease-promise}, with what to
 * change.
 */
@NullMarked
package io.dongting.spring.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
