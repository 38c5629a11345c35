/**
 * The actuator endpoint {@code raftleader}: another node is to lead a group.
 */
@NullMarked
package io.dongting.spring.actuate.leader;

import org.jspecify.annotations.NullMarked;
