/**
 * The actuator endpoint {@code raftsnapshot}: the state of a group is saved on the node
 * that is asked, and its old log there may go.
 */
@NullMarked
package io.dongting.spring.actuate.snapshot;

import org.jspecify.annotations.NullMarked;
