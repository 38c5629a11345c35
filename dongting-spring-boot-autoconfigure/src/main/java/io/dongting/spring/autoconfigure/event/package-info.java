/**
 * Auto-configuration of the events of {@link io.dongting.spring.event}.
 */
@NullMarked
package io.dongting.spring.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
