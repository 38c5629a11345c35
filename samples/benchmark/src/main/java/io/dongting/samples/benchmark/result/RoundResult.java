package io.dongting.samples.benchmark.result;

import io.dongting.samples.benchmark.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * How one round of one contestant ended.
 *
 * @param workload what it had to do
 * @param contestant its name
 * @param round the number of the round, from 1 on
 * @param measurement what was measured, {@code null} if it failed
 * @param failure why it failed, {@code null} if it did not
 */
public record RoundResult(Workload workload, String contestant, int round, @Nullable Measurement measurement,
		@Nullable String failure) {

}
