/**
 * Tests of state machines: an ordinary JUnit test runs its own in a cluster that is
 * simulated in one thread, with crashes, partitions and slow disks on demand, and learns
 * at its end whether the state machine keeps the rules on which replication rests.
 *
 * <p>
 * {@link io.dongting.spring.test.RaftTest} is the way in, and
 * {@link io.dongting.spring.test.RaftTestCluster} what a test works with. The servers,
 * the log and the typed proxies are those of production; time, network and disks are
 * simulated. So a minute of the cluster takes a moment, nothing listens on a port, no
 * file is written, and all that happens is repeated by the same seed.
 *
 * <p>
 * Everything happens on the thread of the test, which lets virtual time pass while it
 * waits for a call. The only other threads are those of
 * {@link io.dongting.spring.test.RaftTestCluster#async}: each of them runs only while the
 * thread of the test stands still for it, and all of them are gone when the test is over.
 *
 * <p>
 * JUnit Jupiter has to be there, which an application has for its tests. Nothing in other
 * packages needs this one.
 */
@NullMarked
package io.dongting.spring.test;

import org.jspecify.annotations.NullMarked;
