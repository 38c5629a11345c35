package io.dongting.spring.autoconfigure.ssl;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftGroup;
import io.dongting.spring.autoconfigure.LoopbackPorts;
import io.dongting.spring.autoconfigure.Machines.Counter;
import io.dongting.spring.autoconfigure.Machines.CounterMachine;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for applications whose connections are secured with SSL bundles, over loopback.
 */
@ExtendWith(OutputCaptureExtension.class)
class TlsClusterTests {

	private static final int NODES = 3;

	@TempDir
	private static Path directory;

	private static TestKeyStores keyStores;

	@TempDir
	private Path data;

	private final List<Integer> ports = new ArrayList<>();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@BeforeAll
	static void makeCertificates() throws IOException, GeneralSecurityException, InterruptedException {
		keyStores = new TestKeyStores(directory);
	}

	@BeforeEach
	void choosePorts() {
		this.ports.addAll(LoopbackPorts.free(NODES));
	}

	@AfterEach
	void stop() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void threeNodesServe(CapturedOutput output) {
		List<Counter> counters = List.of(counter(start(1, trusted())), counter(start(2, trusted())),
				counter(start(3, trusted())));
		int expected = 0;
		for (Counter counter : counters) {
			assertThat(counter.add(1)).isEqualTo(++expected);
			assertThat(counter.value()).isEqualTo(expected);
		}
		assertThat(output).contains("with mutual TLS by the SSL bundle 'raft'");
	}

	@Test
	void nodeWithoutATrustedCertificateIsRefusedUntilItsBundleHasOne(CapturedOutput output) {
		Counter counter = startAllAndStopTheThird();
		int before = output.length();
		ConfigurableApplicationContext stranger = start(3, secured("stranger", "ca", "stranger"));
		awaitNoLink(output, before, 1, 3, "unable to find valid certification path");
		awaitNoLink(output, before, 3, 1, "");
		assertThat(counter.add(1)).isEqualTo(2);
		assertThat(stranger.getBean(RaftGroup.class).status().leaderId()).isZero();
		stranger.getBean(SslBundleRegistry.class).updateBundle("raft", keyStores.bundle("node", "ca"));
		patiently().untilAsserted(() -> assertThat(counter(stranger).value()).isEqualTo(2));
	}

	@Test
	void nodeWithoutTlsIsRefusedInBothDirections(CapturedOutput output) {
		Counter counter = startAllAndStopTheThird();
		int before = output.length();
		ConfigurableApplicationContext plain = start(3, List.of());
		awaitNoLink(output, before, 1, 3, "not an SSL/TLS record");
		awaitNoLink(output, before, 3, 1, "");
		assertThat(counter.add(1)).isEqualTo(2);
		assertThat(plain.getBean(RaftGroup.class).status().leaderId()).isZero();
	}

	/** It takes all of them to found a group, but two to go on. */
	private Counter startAllAndStopTheThird() {
		Counter counter = counter(start(1, trusted()));
		start(2, trusted());
		ConfigurableApplicationContext third = start(3, trusted());
		assertThat(counter(third).add(1)).isOne();
		third.close();
		return counter;
	}

	@Test
	void certificateHasToNameTheHostOfItsNode(CapturedOutput output) {
		start(1, secured("elsewhere", "ca"));
		start(2, secured("elsewhere", "ca"));
		awaitNoLink(output, 0, 1, 2, "No subject alternative");
		awaitNoLink(output, 0, 2, 1, "No subject alternative");
	}

	@Test
	void certificateNeedNotNameTheHostWhereThatIsTurnedOff(CapturedOutput output) {
		List<String> properties = new ArrayList<>(secured("elsewhere", "ca"));
		properties.add("dongting.raft.ssl.verify-host=false");
		Counter counter = counter(start(1, properties));
		start(2, properties);
		start(3, properties);
		assertThat(counter.add(1)).isOne();
		assertThat(output).contains("which need not name hosts");
	}

	private ConfigurableApplicationContext start(int node, List<String> properties) {
		List<String> arguments = new ArrayList<>(List.of("--dongting.raft.node-id=" + node,
				"--dongting.raft.data-dir=" + this.data.resolve("node-" + node),
				"--dongting.raft.request-timeout=20s"));
		arguments.addAll(LoopbackPorts.addresses(this.ports));
		properties.forEach((property) -> arguments.add("--" + property));
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
		this.contexts.add(context);
		return context;
	}

	private static List<String> trusted() {
		return secured("node", "ca");
	}

	private static List<String> secured(String identity, String... trusted) {
		List<String> properties = new ArrayList<>(keyStores.properties("raft", identity, trusted));
		properties.add("dongting.raft.ssl.bundle=raft");
		return properties;
	}

	private static Counter counter(ConfigurableApplicationContext context) {
		return context.getBean(Counter.class);
	}

	private static void awaitNoLink(CapturedOutput output, int offset, int from, int to, String reason) {
		Pattern warning = Pattern
			.compile("There is no link from node " + from + " to node " + to + " at .*" + Pattern.quote(reason));
		patiently().until(() -> warning.matcher(output).find(offset));
	}

	private static ConditionFactory patiently() {
		return await().atMost(Duration.ofSeconds(60)).ignoreException(NotExecutedException.class);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, RaftAutoConfiguration.class })
	@Import(CounterMachine.class)
	static class Application {

	}

}
