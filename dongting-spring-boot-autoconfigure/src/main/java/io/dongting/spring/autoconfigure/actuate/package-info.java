/**
 * Auto-configuration of the actuator endpoints, where the application has an actuator.
 */
@NullMarked
package io.dongting.spring.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
