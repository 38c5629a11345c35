package io.dongting.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.RaftLog;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The plan of the house: which package may know which, and where the world outside is let
 * in. A new package gets its place in {@link #FLOORS}.
 */
@AnalyzeClasses(packages = "io.dongting", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String SIMULATION = "io.dongting.simulation..";

	private static final String GENERATED = "io.dongting.raft.transport.wire";

	/**
	 * From the ground up. A package imports from its own floor and from those before it.
	 */
	private static final List<DescribedPredicate<JavaClass>> FLOORS = List.of(resideInAPackage("io.dongting.fiber.."),
			resideInAPackage("io.dongting.raft"), resideInAPackage("io.dongting.raft.storage.."),
			resideInAnyPackage("io.dongting.raft.log..", "io.dongting.raft.snapshot..", "io.dongting.raft.transport..")
				.and(resideOutsideOfPackage("io.dongting.raft.transport.grpc..")),
			resideInAPackage("io.dongting.raft.core.quorum.."),
			resideInAPackage("io.dongting.raft.core..").and(resideOutsideOfPackage("io.dongting.raft.core.quorum..")),
			resideInAnyPackage("io.dongting.raft.transport.grpc..", "io.dongting.raft.metrics.."),
			resideInAPackage("io.dongting.raft.server.."));

	/**
	 * The only code that touches clocks, threads, files and sockets: the real
	 * implementations of the seams, and the server that chooses them.
	 */
	private static final DescribedPredicate<JavaClass> REAL_IMPLEMENTATIONS = resideInAnyPackage(
			"io.dongting.raft.storage.nio..", "io.dongting.raft.transport.grpc..", "io.dongting.raft.server..")
		.or(classOrNestedIn("io.dongting.fiber.SystemClock"))
		.or(classOrNestedIn("io.dongting.fiber.ThreadDispatcher"));

	@ArchTest
	static void everyClassStandsOnAFloor(JavaClasses classes) {
		classes().that(resideOutsideOfPackage(SIMULATION))
			.should(ArchCondition.from(anyOf(FLOORS).as("stand on a floor of the house")))
			.check(classes);
	}

	@ArchTest
	static void aFloorImportsOnlyFromFloorsBelow(JavaClasses classes) {
		List<ArchRule> rules = new ArrayList<>();
		for (int i = 0; i < FLOORS.size() - 1; i++) {
			DescribedPredicate<JavaClass> above = anyOf(FLOORS.subList(i + 1, FLOORS.size()))
				.as("are on a floor above");
			rules.add(noClasses().that(FLOORS.get(i)).should().dependOnClassesThat(above).allowEmptyShould(true));
		}
		CompositeArchRule.of(rules).check(classes);
	}

	@ArchTest
	static void packagesHaveNoCycles(JavaClasses classes) {
		slices().matching("io.dongting.(**)").should().beFreeOfCycles().check(classes);
	}

	@ArchTest
	static void nothingInTheHouseImportsTheSimulation(JavaClasses classes) {
		noClasses().that(resideOutsideOfPackage(SIMULATION))
			.should()
			.dependOnClassesThat(resideInAPackage(SIMULATION))
			.check(classes);
	}

	@ArchTest
	static void onlyTheGrpcTransportSeesGrpc(JavaClasses classes) {
		noClasses().that(resideOutsideOfPackage("io.dongting.raft.transport.grpc.."))
			.and(resideOutsideOfPackage(GENERATED))
			.should()
			.dependOnClassesThat(resideInAPackage("io.grpc.."))
			.check(classes);
	}

	@ArchTest
	static void onlyTheMetricsSeeMicrometer(JavaClasses classes) {
		noClasses().that(resideOutsideOfPackage("io.dongting.raft.metrics.."))
			.should()
			.dependOnClassesThat(resideInAPackage("io.micrometer.."))
			.check(classes);
	}

	@ArchTest
	static void timeComesThroughASeam(JavaClasses classes) {
		forbidOutsideRealImplementations(ForbiddenCalls.READ_A_CLOCK, classes);
	}

	@ArchTest
	static void threadsComeThroughASeam(JavaClasses classes) {
		forbidOutsideRealImplementations(ForbiddenCalls.USE_A_THREAD, classes);
	}

	@ArchTest
	static void chanceComesThroughASeam(JavaClasses classes) {
		forbidOutsideRealImplementations(ForbiddenCalls.DEPEND_ON_CHANCE, classes);
	}

	@ArchTest
	static void sourcesOfChanceAreMadeByTheServerOrTheSimulation(JavaClasses classes) {
		noClasses().that(outsideRealImplementations())
			.and(resideOutsideOfPackage(SIMULATION))
			.and(DescribedPredicate.not(classOrNestedIn("io.dongting.fiber.VirtualTime")))
			.should()
			.accessTargetWhere(ForbiddenCalls.MAKE_A_SEEDED_RANDOM)
			.check(classes);
	}

	@ArchTest
	static void filesAndSocketsComeThroughASeam(JavaClasses classes) {
		noClasses().that(outsideRealImplementations())
			.should()
			.dependOnClassesThat(ForbiddenCalls.FILE_OR_SOCKET)
			.check(classes);
	}

	@ArchTest
	static void groupsTakeNoLocks(JavaClasses classes) {
		String[] ownedByOneThread = { "io.dongting.raft.core..", "io.dongting.raft.log..",
				"io.dongting.raft.snapshot.." };
		ArchRule noLocks = noClasses().that(resideInAnyPackage(ownedByOneThread))
			.should()
			.dependOnClassesThat(resideInAPackage("java.util.concurrent.locks.."));
		ArchRule noMonitors = noMethods().that()
			.areDeclaredInClassesThat(resideInAnyPackage(ownedByOneThread))
			.should()
			.haveModifier(JavaModifier.SYNCHRONIZED);
		CompositeArchRule.of(noLocks).and(noMonitors).allowEmptyShould(true).check(classes);
	}

	/**
	 * Trap D15: what a leader appends gets its index in one place. A founder appends
	 * before there can be a leader, a follower what a leader has given an index.
	 */
	@ArchTest
	static void indexesAreGivenOutInOnePlace(JavaClasses classes) {
		noClasses().that()
			.resideInAPackage("io.dongting.raft.core..")
			.and()
			.doNotHaveSimpleName("LinearTaskRunner")
			.and()
			.doNotHaveSimpleName("Bootstrap")
			.and()
			.doNotHaveSimpleName("AppendReqHandler")
			.should()
			.callMethod(RaftLog.class, "append", EntryBatch.class)
			.check(classes);
	}

	@ArchTest
	static void everyPackageIsNullMarked(JavaClasses classes) {
		Set<String> unmarked = new TreeSet<>();
		for (JavaClass type : classes) {
			if (!type.getPackageName().equals(GENERATED) && !type.getPackage().isAnnotatedWith(NullMarked.class)) {
				unmarked.add(type.getPackageName());
			}
		}
		assertThat(unmarked).isEmpty();
	}

	private static void forbidOutsideRealImplementations(DescribedPredicate<JavaAccess<?>> access,
			JavaClasses classes) {
		noClasses().that(outsideRealImplementations()).should().accessTargetWhere(access).check(classes);
	}

	private static DescribedPredicate<JavaClass> outsideRealImplementations() {
		return DescribedPredicate.not(REAL_IMPLEMENTATIONS)
			.and(resideOutsideOfPackage(GENERATED))
			.as("are not the real implementation of a seam");
	}

	private static DescribedPredicate<JavaClass> classOrNestedIn(String name) {
		return DescribedPredicate.describe(name,
				(type) -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
	}

	private static DescribedPredicate<JavaClass> anyOf(List<DescribedPredicate<JavaClass>> predicates) {
		return DescribedPredicate.or(predicates);
	}

}
