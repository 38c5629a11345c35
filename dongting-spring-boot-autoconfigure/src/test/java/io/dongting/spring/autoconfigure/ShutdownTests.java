package io.dongting.spring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftRole;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferRequest;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.autoconfigure.Machines.Counter;
import io.dongting.spring.autoconfigure.Machines.CounterMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the order in which the application of a leader stops, while it serves a
 * request that proposes at its end.
 */
class ShutdownTests {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private static final int GRACEFUL_PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;

	private static final int WEB_SERVER_PHASE = WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE;

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private int port;

	private final HttpClient http = HttpClient.newHttpClient();

	@AfterEach
	void stop() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void leadershipMovesThenRequestsFinishThenTheEngineStops(WebApplicationType type) throws Exception {
		startCluster(type);
		ConfigurableApplicationContext leader = this.contexts.get(0);
		this.port = ((WebServerApplicationContext) leader).getWebServer().getPort();
		assertThat(phases(leader, "raftLeadershipLifecycle", "webServerGracefulShutdown", "webServerStartStop",
				"raftServerLifecycle"))
			.containsExactly(RaftLeadershipLifecycle.PHASE, GRACEFUL_PHASE, WEB_SERVER_PHASE, RaftServerLifecycle.PHASE)
			.isSortedAccordingTo(Comparator.reverseOrder())
			.doesNotHaveDuplicates();
		SlowRequest slow = leader.getBean(SlowRequest.class);
		CompletableFuture<HttpResponse<String>> answer = this.http.sendAsync(request("/slow"), BodyHandlers.ofString());
		assertThat(slow.arrived.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Void> closing = CompletableFuture.runAsync(leader::close);
		await("the web server accepts nothing more").atMost(LIMIT).until(this::acceptsNothing);
		assertThat(closing).isNotDone();
		assertThat(answer).isNotDone();
		slow.proceed.countDown();
		assertThat(answer).succeedsWithin(LIMIT)
			.satisfies((response) -> assertThat(response.statusCode()).isEqualTo(200));
		assertThat(closing).succeedsWithin(LIMIT);
		assertThat(this.seen).containsExactly("LEADER refuses traffic",
				"FOLLOWER is not ready: 503, and still serves: 200", "FOLLOWER has served all: true",
				"FOLLOWER without a web server: true", "FOLLOWER can propose: 4", "the engine runs: false");
		assertThat(this.contexts.get(1).getBean(Counter.class).value()).isEqualTo(4);
	}

	private void startCluster(WebApplicationType type) {
		List<String> addresses = LoopbackPorts.addresses(LoopbackPorts.free(3));
		run(new SpringApplicationBuilder(Application.class).web(type)
			.initializers((context) -> watch((GenericApplicationContext) context)), 1, addresses);
		run(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE), 2, addresses);
		run(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE), 3, addresses);
		ConfigurableApplicationContext leader = this.contexts.get(0);
		assertThat(leader.getBean(Counter.class).add(1)).isEqualTo(1);
		assertThat(leader.getBean(RaftGroup.class).transferLeadership(TransferRequest.to(1, LIMIT)))
			.succeedsWithin(LIMIT)
			.extracting(TransferOutcome::leaderId)
			.isEqualTo(1);
	}

	private void run(SpringApplicationBuilder application, int node, List<String> addresses) {
		List<String> arguments = new ArrayList<>(addresses);
		arguments.addAll(List.of("--dongting.raft.node-id=" + node, "--dongting.raft.storage=memory",
				"--dongting.raft.request-timeout=60s", "--server.port=0", "--server.address=127.0.0.1",
				"--server.shutdown=graceful", "--spring.lifecycle.timeout-per-shutdown-phase=60s"));
		this.contexts.add(application.run(arguments.toArray(String[]::new)));
	}

	/** Note what a context does while it is closed. */
	private void watch(GenericApplicationContext context) {
		context.addApplicationListener((ApplicationListener<AvailabilityChangeEvent<?>>) (event) -> {
			if (event.getState() == ReadinessState.REFUSING_TRAFFIC) {
				this.seen.add(role(context) + " refuses traffic");
			}
		});
		atStop(context, GRACEFUL_PHASE + 1, () -> role(context) + " is not ready: "
				+ status("/actuator/health/readiness") + ", and still serves: " + status("/quick"));
		atStop(context, GRACEFUL_PHASE - 1,
				() -> role(context) + " has served all: " + context.getBean(SlowRequest.class).served);
		atStop(context, WEB_SERVER_PHASE - 1, () -> role(context) + " without a web server: " + acceptsNothing());
		atStop(context, RaftServerLifecycle.PHASE + 1,
				() -> role(context) + " can propose: " + context.getBean(Counter.class).add(1));
		atStop(context, RaftServerLifecycle.PHASE - 1,
				() -> "the engine runs: " + context.getBean(RaftServer.class).isRunning());
	}

	private void atStop(GenericApplicationContext context, int phase, Callable<String> sight) {
		context.registerBean("stop" + phase, Stop.class, () -> new Stop(phase, () -> this.seen.add(sight.call())));
	}

	private static List<Integer> phases(ApplicationContext context, String... beans) {
		return Stream.of(beans).map((name) -> context.getBean(name, SmartLifecycle.class).getPhase()).toList();
	}

	private static RaftRole role(ApplicationContext context) {
		return context.getBean(RaftGroup.class).status().role();
	}

	private int status(String path) throws Exception {
		return this.http.send(request(path), BodyHandlers.discarding()).statusCode();
	}

	private HttpRequest request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).timeout(LIMIT).build();
	}

	private boolean acceptsNothing() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return !socket.isConnected();
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * Looks around when it is stopped.
	 */
	static class Stop implements SmartLifecycle {

		private final int phase;

		private final Callable<?> sight;

		private volatile boolean running;

		Stop(int phase, Callable<?> sight) {
			this.phase = phase;
			this.sight = sight;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			try {
				this.sight.call();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

	/**
	 * A request that waits before it proposes.
	 */
	static class SlowRequest {

		private final CountDownLatch arrived = new CountDownLatch(1);

		private final CountDownLatch proceed = new CountDownLatch(1);

		private final Counter counter;

		private volatile boolean served;

		SlowRequest(Counter counter) {
			this.counter = counter;
		}

		int serve() throws InterruptedException {
			this.arrived.countDown();
			this.proceed.await();
			int value = this.counter.add(1);
			this.served = true;
			return value;
		}

	}

	/** Serves with Spring MVC. */
	@RestController
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class MvcController {

		private final SlowRequest slow;

		private final Counter counter;

		MvcController(SlowRequest slow, Counter counter) {
			this.slow = slow;
			this.counter = counter;
		}

		@GetMapping("/slow")
		int slow() throws InterruptedException {
			return this.slow.serve();
		}

		@GetMapping("/quick")
		int quick() {
			return this.counter.add(1);
		}

	}

	/** Serves with Spring WebFlux. */
	@RestController
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class WebFluxController {

		private final SlowRequest slow;

		private final Counter counter;

		WebFluxController(SlowRequest slow, Counter counter) {
			this.slow = slow;
			this.counter = counter;
		}

		@GetMapping("/slow")
		Mono<Integer> slow() {
			return Mono.fromCallable(this.slow::serve).subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/quick")
		Mono<Integer> quick() {
			return Mono.fromCallable(() -> this.counter.add(1)).subscribeOn(Schedulers.boundedElastic());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableUnguardedAutoConfiguration
	@Import({ CounterMachine.class, SlowRequest.class, MvcController.class, WebFluxController.class })
	static class Application {

	}

}
