/**
 * Judges what clients saw of a key-value store: is there one order of all operations, in
 * keeping with real time, in which a single copy would have given the same answers?
 *
 * <p>
 * A {@link io.dongting.simulation.history.HistoryRecorder} takes down who asked what when
 * and how it ended; the {@link io.dongting.simulation.history.LinearizabilityChecker}
 * gives a {@link io.dongting.simulation.history.Verdict}. Keys are independent of each
 * other, so each is judged for itself (linearizability is local: Herlihy and Wing, 1990).
 *
 * <p>
 * Only the recorder may be used by several threads. Nothing here reads a clock: the
 * budget of a check is counted in work, so the same history always gets the same verdict.
 */
@NullMarked
package io.dongting.simulation.history;

import org.jspecify.annotations.NullMarked;
