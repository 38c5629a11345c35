package io.dongting.samples.benchmark.idle;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long the threads of the engine have run on a processor, which does not depend on
 * what else the machine has to do.
 *
 * @param nanosByThread the time of each thread, by its id
 * @param names what the threads do, by their ids
 */
record ThreadTimes(Map<Long, Long> nanosByThread, Map<Long, String> names) {

	private static final String PREFIX = "dongting-";

	static ThreadTimes now() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		Map<Long, Long> times = new TreeMap<>();
		Map<Long, String> names = new TreeMap<>();
		for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
			if (thread != null && thread.getThreadName().startsWith(PREFIX)) {
				times.put(thread.getThreadId(), Math.max(0, threads.getThreadCpuTime(thread.getThreadId())));
				names.put(thread.getThreadId(), purpose(thread.getThreadName()));
			}
		}
		return new ThreadTimes(times, names);
	}

	/** Dispatchers are named by numbers only. */
	private static String purpose(String threadName) {
		String name = threadName.substring(PREFIX.length());
		return Character.isDigit(name.charAt(0)) ? "dispatcher" : name.replaceAll("-.*", "");
	}

	/**
	 * Return how long the threads have run since.
	 * @param earlier an earlier look
	 * @return nanoseconds by what the threads do
	 */
	Map<String, Long> since(ThreadTimes earlier) {
		Map<String, Long> sums = new TreeMap<>();
		this.nanosByThread.forEach((thread, nanos) -> sums.merge(this.names.getOrDefault(thread, ""),
				nanos - earlier.nanosByThread.getOrDefault(thread, 0L), Long::sum));
		return sums;
	}

}
