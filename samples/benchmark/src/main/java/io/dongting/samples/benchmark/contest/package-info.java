/**
 * What an engine has to offer to be measured, and what it is given for that: a cluster
 * whose nodes are all in this process and talk over the loopback interface, commands as
 * bytes, and the state that its state machines drive. Knows no engine, so that it can be
 * on the class path of each.
 */
@NullMarked
package io.dongting.samples.benchmark.contest;

import org.jspecify.annotations.NullMarked;
