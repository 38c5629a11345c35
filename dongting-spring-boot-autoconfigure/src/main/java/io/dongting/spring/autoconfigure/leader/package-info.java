/**
 * Auto-configuration of {@link io.dongting.spring.leader}: what this node does only where
 * it leads a group.
 */
@NullMarked
package io.dongting.spring.autoconfigure.leader;

import org.jspecify.annotations.NullMarked;
