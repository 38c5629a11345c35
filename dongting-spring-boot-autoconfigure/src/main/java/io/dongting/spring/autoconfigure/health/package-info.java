/**
 * Auto-configuration of the health of the Raft groups, where the application has health.
 */
@NullMarked
package io.dongting.spring.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
