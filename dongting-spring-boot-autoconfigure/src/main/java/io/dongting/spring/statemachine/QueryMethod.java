package io.dongting.spring.statemachine;

import java.lang.reflect.Method;

import io.dongting.raft.ReadConsistency;

/**
 * A query of a state machine.
 *
 * @param id its name for those who observe it
 * @param method the method of the bean's class
 * @param consistency how fresh the state has to be
 * @param concurrent whether it may run while commands are applied
 * @param future whether the method returns a future
 */
record QueryMethod(String id, Method method, ReadConsistency consistency, boolean concurrent, boolean future) {

}
