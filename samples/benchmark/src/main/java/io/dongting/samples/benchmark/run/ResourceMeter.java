package io.dongting.samples.benchmark.run;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;
import io.dongting.samples.benchmark.result.Measurement;

/**
 * What this process takes of the processor and of memory while it is measured.
 */
final class ResourceMeter {

	private static final double MIB = 1024 * 1024;

	private final List<Thread> loadThreads;

	private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private long startProcessNanos;

	private long startLoadNanos;

	private long processNanos;

	private long loadNanos;

	private long peakBytes;

	ResourceMeter(List<Thread> loadThreads) {
		this.loadThreads = loadThreads;
	}

	void begin() {
		heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
		this.startProcessNanos = this.process.getProcessCpuTime();
		this.startLoadNanos = loadNanos();
	}

	void end() {
		this.processNanos = this.process.getProcessCpuTime() - this.startProcessNanos;
		this.loadNanos = loadNanos() - this.startLoadNanos;
		this.peakBytes = heapPools().stream().mapToLong((pool) -> pool.getPeakUsage().getUsed()).sum();
	}

	/** Add the figures, with the heap as it is now. */
	void addTo(Map<String, Double> figures, long operations) {
		if (operations > 0) {
			figures.put(Measurement.CPU, this.processNanos / 1e3 / operations);
			figures.put(Measurement.CPU_WITHOUT_LOAD, (this.processNanos - this.loadNanos) / 1e3 / operations);
		}
		System.gc();
		figures.put(Measurement.HEAP, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB);
		figures.put(Measurement.HEAP_PEAK, this.peakBytes / MIB);
	}

	private long loadNanos() {
		return this.loadThreads.stream()
			.mapToLong((thread) -> Math.max(0, this.threads.getThreadCpuTime(thread.getId())))
			.sum();
	}

	private static List<MemoryPoolMXBean> heapPools() {
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.toList();
	}

}
