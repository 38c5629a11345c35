/**
 * Auto-configuration of the meters of the groups. The only package of this module that
 * sees Micrometer's metrics.
 */
@NullMarked
package io.dongting.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
