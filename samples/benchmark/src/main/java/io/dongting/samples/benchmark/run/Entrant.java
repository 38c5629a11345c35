package io.dongting.samples.benchmark.run;

import java.lang.reflect.InvocationTargetException;
import java.util.List;

import io.dongting.samples.benchmark.contest.Contestant;
import io.dongting.samples.benchmark.workload.Workload;

/**
 * A contestant as the harness knows it, which has not its classes.
 *
 * @param name its name
 * @param className the class that implements {@link Contestant}
 * @param module the module that has it with all it needs, empty for this one
 * @param mostGroups how many groups it offers at most
 */
record Entrant(String name, String className, String module, int mostGroups) {

	/** This engine, against which the others are held. */
	static final String REFERENCE = "dongting";

	private static final String PACKAGE = "io.dongting.samples.benchmark.";

	static final List<Entrant> ALL = List.of(
			new Entrant(REFERENCE, PACKAGE + "dongting.DongtingContestant", "", Integer.MAX_VALUE),
			// Its groups are beans with an annotation each
			new Entrant("spring", PACKAGE + "spring.SpringContestant", "", 1),
			// It took some 30 MiB outside the heap for each group on each node
			new Entrant("jraft", PACKAGE + "jraft.JraftContestant", "jraft", 64),
			new Entrant("ratis", PACKAGE + "ratis.RatisContestant", "ratis", Integer.MAX_VALUE));

	static Entrant find(String name) {
		return ALL.stream()
			.filter((entrant) -> entrant.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no contestant '" + name + "', only " + ALL.stream().map(Entrant::name).toList()));
	}

	boolean offers(Workload workload) {
		return workload.groups() <= this.mostGroups;
	}

	/** Make the contestant, whose classes are there. */
	Contestant create() {
		try {
			return (Contestant) Class.forName(this.className).getConstructor().newInstance();
		}
		catch (InvocationTargetException ex) {
			throw new IllegalStateException("'" + this.name + "' cannot be made", ex.getCause());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("'" + this.name + "' is not on the class path", ex);
		}
	}

}
