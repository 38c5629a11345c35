package io.dongting.spring.statemachine;

import java.time.Duration;

import io.dongting.spring.observation.RaftCallObservations;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes proxies of state machines that are driven by a {@link LoopbackGroup}.
 */
final class Proxies implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(10);

	final LoopbackGroup group = new LoopbackGroup();

	final CompletionThreads threads = new CompletionThreads();

	ObservationRegistry observations = ObservationRegistry.NOOP;

	private @Nullable TypedStateMachine machine;

	private final Duration timeout;

	private final ValueCodecs codecs;

	Proxies() {
		this(TIMEOUT);
	}

	Proxies(Duration timeout) {
		this(timeout, ValueCodecs.builtIn());
	}

	private Proxies(Duration timeout, ValueCodecs codecs) {
		this.timeout = timeout;
		this.codecs = codecs;
	}

	Proxies(ValueCodecs codecs) {
		this(TIMEOUT, codecs);
	}

	<T> T create(Object target, Class<T> type) {
		return type.cast(create(target));
	}

	Object create(Object target) {
		TypedStateMachine machine = TypedStateMachine.of(target, this.codecs);
		this.machine = machine;
		this.group.drive(machine);
		return new StateMachineProxyFactory(this.timeout, this.threads,
				new RaftCallObservations(() -> this.observations), getClass().getClassLoader())
			.create("inventory", machine, () -> this.group);
	}

	/** What the last proxy was made of. */
	TypedStateMachine machine() {
		return this.machine;
	}

	@Override
	public void close() {
		this.group.close();
		this.threads.close();
	}

}
