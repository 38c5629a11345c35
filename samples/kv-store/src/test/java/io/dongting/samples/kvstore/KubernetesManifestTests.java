package io.dongting.samples.kvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftServerConfig;
import io.dongting.spring.autoconfigure.properties.GroupConfigReader;
import io.dongting.spring.autoconfigure.properties.RaftProperties;
import io.dongting.spring.autoconfigure.properties.ServerConfigReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What Kubernetes is told agrees with itself, and with what the application makes of it.
 */
class KubernetesManifestTests {

	private static final Manifest SET = Manifest.read("StatefulSet", "kv-store");

	private static final Manifest POD = SET.at("spec.template.spec");

	private static final Manifest CONTAINER = POD.at("containers.0");

	private static final int REPLICAS = SET.number("spec.replicas");

	@TempDir
	private Path directory;

	@Test
	void everyPodIsTheNodeItsAddressSays() throws IOException {
		String nodesService = SET.text("spec.serviceName");
		for (int ordinal = 0; ordinal < REPLICAS; ordinal++) {
			RaftServerConfig config = new ServerConfigReader(properties("kv-store-" + ordinal)).read();
			assertThat(config.nodeId()).isEqualTo(ordinal + 1);
			assertThat(config.nodes()).hasSize(REPLICAS)
				.containsEntry(ordinal + 1, new HostPort("kv-store-" + ordinal + "." + nodesService, raftPort()));
			assertThat(config.listen()).isEqualTo(new HostPort("0.0.0.0", raftPort()));
		}
	}

	@Test
	void allPodsFoundTheGroup() throws IOException {
		RaftProperties properties = properties("kv-store-0");
		RaftServerConfig server = new ServerConfigReader(properties).read();
		RaftGroupConfig group = new GroupConfigReader(properties, server).read(List.of()).get("kv");
		assertThat(group.members()).hasSize(REPLICAS).isEqualTo(server.nodes().keySet());
		assertThat(group.observers()).isEmpty();
	}

	@Test
	void podOfADeploymentIsRefused() throws IOException {
		RaftProperties properties = properties("kv-store-7d9f5c-x2vbq");
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> new ServerConfigReader(properties).read())
			.withMessageContaining("dongting.raft.pod-name")
			.withMessageContaining("does not end in an ordinal");
	}

	@Test
	void nodesFindEachOtherBeforeTheyAreReady() {
		Manifest service = Manifest.read("Service", SET.text("spec.serviceName"));
		assertThat(service.text("spec.clusterIP")).isEqualTo("None");
		assertThat(service.text("spec.publishNotReadyAddresses")).isEqualTo("true");
		assertThat(SET.text("spec.podManagementPolicy")).isEqualTo("Parallel");
	}

	@Test
	void clientsReachThePortOfTheApplication() throws IOException {
		assertThat(CONTAINER.named("ports", "http").number("containerPort"))
			.isEqualTo(environment("kv-store-0").getRequiredProperty("server.port", Integer.class));
		for (String name : List.of("kv-store", SET.text("spec.serviceName"))) {
			for (Manifest port : Manifest.read("Service", name).list("spec.ports")) {
				CONTAINER.named("ports", port.text("targetPort"));
			}
		}
	}

	@Test
	void everythingSelectsThePodsOfTheSet() {
		Object labels = SET.at("spec.template.metadata.labels").content();
		List<Object> selectors = new ArrayList<>(List.of(SET.at("spec.selector.matchLabels").content(),
				POD.at("topologySpreadConstraints.0.labelSelector.matchLabels").content()));
		for (Manifest resource : Manifest.readAll()) {
			switch (resource.text("kind")) {
				case "Service" -> selectors.add(resource.at("spec.selector").content());
				case "PodDisruptionBudget" -> selectors.add(resource.at("spec.selector.matchLabels").content());
				case "NetworkPolicy" -> {
					selectors.add(resource.at("spec.podSelector.matchLabels").content());
					selectors.add(resource.at("spec.ingress.1.from.0.podSelector.matchLabels").content());
				}
				default -> assertThat(resource.text("kind")).isIn("StatefulSet", "ConfigMap");
			}
		}
		assertThat(selectors).hasSize(7).containsOnly(labels);
	}

	@Test
	void onlyTheNodesReachTheReplicationPort() {
		List<Manifest> rules = Manifest.read("NetworkPolicy", "kv-store").list("spec.ingress");
		assertThat(rules).hasSize(2);
		assertThat(rules.get(0).text("ports.0.port")).isEqualTo("http");
		assertThat(rules.get(0).list("ports")).hasSize(1);
		assertThat(rules.get(1).text("ports.0.port")).isEqualTo("raft");
		assertThat(rules.get(1).list("ports")).hasSize(1);
		assertThat(rules.get(1).list("from")).hasSize(1);
	}

	@Test
	void aMajorityStaysWhenMachinesAreDrained() {
		int maxUnavailable = Manifest.read("PodDisruptionBudget", "kv-store").number("spec.maxUnavailable");
		assertThat(maxUnavailable).isEqualTo((REPLICAS - 1) / 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "startupProbe", "livenessProbe", "readinessProbe" })
	void probesAskTheHealthGroups(String probe) throws IOException {
		String group = (probe.equals("readinessProbe")) ? "readiness" : "liveness";
		ConfigurableEnvironment environment = environment("kv-store-0");
		String base = environment.getProperty("management.endpoints.web.base-path", "/actuator");
		assertThat(CONTAINER.text(probe + ".httpGet.path")).isEqualTo(base + "/health/" + group);
		assertThat(CONTAINER.text(probe + ".httpGet.port")).isEqualTo("http");
		assertThat(environment.containsProperty("management.server.port")).isFalse();
	}

	@Test
	void dataIsOnTheVolumeOfThePod() throws IOException {
		String claim = SET.text("spec.volumeClaimTemplates.0.metadata.name");
		String mount = CONTAINER.named("volumeMounts", claim).text("mountPath");
		assertThat(properties("kv-store-0").dataDirectory()).startsWithRaw(Path.of(mount));
	}

	@Test
	void configurationIsWhereTheApplicationLooks() throws IOException {
		String mount = CONTAINER.named("volumeMounts", "config").text("mountPath");
		assertThat(POD.named("volumes", "config").text("configMap.name")).isEqualTo("kv-store");
		String image = Files.readString(Path.of("kubernetes", "Dockerfile"));
		assertThat(image).contains("WORKDIR " + Path.of(mount).getParent() + "\n");
		assertThat(Path.of(mount)).hasFileName("config");
		assertThat(image).contains("USER " + POD.number("securityContext.runAsUser") + ":"
				+ POD.number("securityContext.runAsGroup") + "\n");
	}

	@Test
	void nothingIsWrittenButToVolumes() {
		assertThat(CONTAINER.text("securityContext.readOnlyRootFilesystem")).isEqualTo("true");
		// The web server has its working files there
		assertThat(CONTAINER.named("volumeMounts", "tmp").text("mountPath")).isEqualTo("/tmp");
		assertThat(POD.named("volumes", "tmp").at("emptyDir").content()).isEqualTo(Map.of());
	}

	@Test
	void shutdownHasTheTimeItMayTake() throws IOException {
		Duration phase = environment("kv-store-0").getProperty("spring.lifecycle.timeout-per-shutdown-phase",
				Duration.class, Duration.ofSeconds(30));
		// Leadership moves, requests end, the web server stops, the Raft server stops
		long longestSeconds = CONTAINER.number("lifecycle.preStop.sleep.seconds") + 4 * phase.toSeconds();
		assertThat(POD.number("terminationGracePeriodSeconds")).isGreaterThan((int) longestSeconds);
	}

	private static int raftPort() {
		return CONTAINER.named("ports", "raft").number("containerPort");
	}

	private RaftProperties properties(String podName) throws IOException {
		return Binder.get(environment(podName)).bind(RaftProperties.PREFIX, RaftProperties.class).get();
	}

	/** What the application reads in a pod. */
	private ConfigurableEnvironment environment(String podName) throws IOException {
		Manifest variable = CONTAINER.named("env", "POD_NAME");
		assertThat(variable.text("valueFrom.fieldRef.fieldPath")).isEqualTo("metadata.name");
		Path file = this.directory.resolve("application.yml");
		Files.writeString(file,
				Manifest.read("ConfigMap", "kv-store").at("data", "application.yml").content().toString());
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("pod", Map.of(variable.text("name"), podName,
					"spring.config.additional-location", this.directory.toUri().toString())));
		ConfigDataEnvironmentPostProcessor.applyTo(environment, null, new DefaultBootstrapContext());
		return environment;
	}

}
