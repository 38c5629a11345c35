/**
 * Puts a Raft node into a Spring Boot application: finds the state machines, makes the
 * server and its groups beans, and ties the server to the application's life.
 *
 * <p>
 * Groups come from the properties and from the beans annotated with
 * {@link io.dongting.spring.RaftStateMachine}. Everything is checked when the server bean
 * is made; nothing is opened before the lifecycle starts it.
 */
@NullMarked
package io.dongting.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
