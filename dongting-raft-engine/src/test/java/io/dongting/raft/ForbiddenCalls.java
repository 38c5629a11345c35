package io.dongting.raft;

import java.io.Console;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;

/**
 * What would make two runs from one seed differ. Method references count as calls.
 */
final class ForbiddenCalls {

	static final DescribedPredicate<JavaAccess<?>> READ_A_CLOCK = access("a clock of the JVM is read",
			(target) -> calls(target, System.class, "nanoTime", "currentTimeMillis")
					|| isNowOfJavaTime(target) || calls(target, Clock.class, "systemUTC", "systemDefaultZone", "system",
							"tickMillis", "tickSeconds", "tickMinutes")
					|| constructs(target, Date.class) && hasNoParameters(target));

	static final DescribedPredicate<JavaAccess<?>> USE_A_THREAD = access(
			"a thread is made, parked or taken from a pool",
			(target) -> constructs(target, Thread.class) || constructs(target, Timer.class)
					|| calls(target, Thread.class, "sleep", "start", "startVirtualThread", "ofVirtual", "ofPlatform",
							"yield", "onSpinWait", "join")
					|| isOwnedBy(target, LockSupport.class) || isOwnedBy(target, Executors.class)
					|| isOwnedBy(target, ForkJoinPool.class) || constructs(target, ThreadPoolExecutor.class)
					|| constructs(target, ScheduledThreadPoolExecutor.class) || isFutureOnHiddenThread(target)
					|| target.getOwner().isAssignableTo(BaseStream.class) && target.getName().equals("parallel")
					|| target.getName().equals("parallelStream"));

	/**
	 * The collections of {@code Set.of} and {@code Map.of} iterate in an order that
	 * differs from one process to the next, as identity hashes do.
	 */
	static final DescribedPredicate<JavaAccess<?>> DEPEND_ON_CHANCE = access(
			"the result or an order of iteration differs from run to run",
			(target) -> calls(target, UUID.class, "randomUUID") || calls(target, Math.class, "random")
					|| calls(target, StrictMath.class, "random") || isOwnedBy(target, ThreadLocalRandom.class)
					|| constructs(target, SecureRandom.class)
					|| calls(target, RandomGenerator.class, "of", "getDefault")
					|| isOwnedBy(target, RandomGeneratorFactory.class)
					|| isSourceOfChance(target) && hasNoParameters(target)
					|| calls(target, Collections.class, "shuffle") && parameterCount(target) == 1
					|| calls(target, System.class, "identityHashCode") || constructs(target, IdentityHashMap.class)
					|| constructs(target, WeakHashMap.class) || isCollectionInRandomOrder(target));

	static final DescribedPredicate<JavaAccess<?>> MAKE_A_SEEDED_RANDOM = access("a source of chance is made",
			ForbiddenCalls::isSourceOfChance);

	/**
	 * Exceptions are free: a file system in memory throws them too.
	 */
	static final DescribedPredicate<JavaClass> FILE_OR_SOCKET = JavaClass.Predicates
		.resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
		.or(JavaClass.Predicates.belongToAnyOf(File.class, FileDescriptor.class, FileInputStream.class,
				FileOutputStream.class, FileReader.class, FileWriter.class, RandomAccessFile.class, Console.class))
		.and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(Throwable.class)))
		.as("reach files or sockets");

	private ForbiddenCalls() {
	}

	private static boolean isNowOfJavaTime(AccessTarget target) {
		return target.getOwner().getPackageName().startsWith("java.time") && target.getName().equals("now");
	}

	private static boolean isFutureOnHiddenThread(AccessTarget target) {
		if (!isOwnedBy(target, CompletableFuture.class)) {
			return false;
		}
		boolean timed = calls(target, CompletableFuture.class, "orTimeout", "completeOnTimeout", "delayedExecutor");
		boolean inCommonPool = target.getName().endsWith("Async") && !takes(target, Executor.class);
		return timed || inCommonPool;
	}

	private static boolean isSourceOfChance(AccessTarget target) {
		return constructs(target, Random.class) || constructs(target, SplittableRandom.class);
	}

	private static boolean isCollectionInRandomOrder(AccessTarget target) {
		return calls(target, Set.class, "copyOf") || calls(target, Map.class, "copyOf", "ofEntries")
				|| calls(target, Set.class, "of") && (parameterCount(target) > 1 || takes(target, Object[].class))
				|| calls(target, Map.class, "of") && parameterCount(target) > 2
				|| calls(target, Collectors.class, "toUnmodifiableSet", "toUnmodifiableMap");
	}

	private static DescribedPredicate<JavaAccess<?>> access(String description, Predicate<AccessTarget> target) {
		return DescribedPredicate.describe(description, (access) -> target.test(access.getTarget()));
	}

	private static boolean calls(AccessTarget target, Class<?> owner, String... names) {
		return isOwnedBy(target, owner) && Set.of(names).contains(target.getName());
	}

	private static boolean constructs(AccessTarget target, Class<?> owner) {
		return calls(target, owner, "<init>");
	}

	private static boolean isOwnedBy(AccessTarget target, Class<?> owner) {
		return target.getOwner().isEquivalentTo(owner);
	}

	private static boolean hasNoParameters(AccessTarget target) {
		return parameterCount(target) == 0;
	}

	private static boolean takes(AccessTarget target, Class<?> parameterType) {
		return target instanceof CodeUnitAccessTarget codeUnit
				&& codeUnit.getRawParameterTypes().stream().anyMatch((type) -> type.isEquivalentTo(parameterType));
	}

	private static int parameterCount(AccessTarget target) {
		return (target instanceof CodeUnitAccessTarget codeUnit) ? codeUnit.getRawParameterTypes().size() : -1;
	}

}
