package io.dongting.spring.autoconfigure.ssl;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Consumer;

import io.dongting.spring.autoconfigure.FailureReports;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for which bundles are taken, and for the report of one that is not.
 */
@ExtendWith(OutputCaptureExtension.class)
class BundleSecurityTests {

	@TempDir
	private static Path directory;

	private static TestKeyStores keyStores;

	private final ApplicationContextRunner withoutBundles = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
		.withPropertyValues("dongting.raft.storage=memory", "dongting.raft.nodes.1=127.0.0.1:19437",
				"dongting.raft.listen=0.0.0.0:0");

	private final ApplicationContextRunner runner = this.withoutBundles
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class));

	@BeforeAll
	static void makeCertificates() throws IOException, GeneralSecurityException, InterruptedException {
		keyStores = new TestKeyStores(directory);
	}

	@Test
	void securedPortIsNotWarnedAbout(CapturedOutput output) {
		with(keyStores.properties("raft", "node", "ca")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("listening on 0.0.0.0:0 with mutual TLS by the SSL bundle 'raft'")
				.doesNotContain("open to other machines");
		});
	}

	@Test
	void unknownBundleStopsTheStart() {
		assertReported(with(keyStores.properties("other", "node", "ca")), (report) -> {
			assertThat(report.getDescription()).contains("There is no SSL bundle 'raft'; there are [other].",
					"Property: dongting.raft.ssl.bundle");
			assertThat(report.getAction()).contains("spring.ssl.bundle.pem.raft");
		});
	}

	@Test
	void applicationWithoutAnyBundleDoesNotStart() {
		assertReported(with(List.of()),
				(report) -> assertThat(report.getDescription()).contains("there is none at all"));
		assertReported(this.withoutBundles.withPropertyValues("dongting.raft.ssl.bundle=raft"),
				(report) -> assertThat(report.getDescription()).contains("this application has no SSL bundles"));
	}

	@Test
	void bundleWithoutAKeyStopsTheStart() {
		assertReported(with(keyStores.trustProperties("raft", "ca")), (report) -> {
			assertThat(report.getDescription()).contains("has no private key", "dongting.raft.ssl.bundle");
			assertThat(report.getAction()).contains("key store");
		});
	}

	@Test
	void bundleThatWouldTrustAllPublicAuthoritiesStopsTheStart() {
		assertReported(with(keyStores.keyProperties("raft", "node")), (report) -> {
			assertThat(report.getDescription()).contains("does not say whom to trust", "dongting.raft.ssl.bundle");
			assertThat(report.getAction()).contains("trust store");
		});
	}

	@Test
	void bundleWithOptionsThatDoNotExistStopsTheStart() {
		assertReported(
				with(keyStores.properties("raft", "node", "ca"))
					.withPropertyValues("spring.ssl.bundle.jks.raft.options.enabled-protocols=TLSv9"),
				(report) -> assertThat(report.getDescription()).contains("cannot be used", "TLSv9"));
	}

	@Test
	void propertiesWithoutABundleStopTheStart() {
		assertReported(this.runner.withPropertyValues("dongting.raft.ssl.verify-host=true"), (report) -> {
			assertThat(report.getDescription()).contains("nothing says with what", "dongting.raft.ssl.bundle");
			assertThat(report.getAction()).contains("to send everything in clear");
		});
		assertReported(this.runner.withPropertyValues("dongting.raft.ssl.bundle="),
				(report) -> assertThat(report.getDescription()).contains("nothing says with what"));
	}

	@Test
	void bundleThatBecomesUselessIsReportedAndNotUsed(CapturedOutput output) {
		with(keyStores.properties("raft", "node", "ca")).run((context) -> {
			SslBundleRegistry bundles = context.getBean(SslBundleRegistry.class);
			bundles.updateBundle("raft", SslBundle.of(SslStoreBundle.NONE));
			assertThat(output).contains("has changed and cannot be used any more").doesNotContain("as it is now");
			bundles.updateBundle("raft", keyStores.bundle("node", "ca"));
			assertThat(output).contains("with the SSL bundle 'raft' as it is now");
		});
	}

	private ApplicationContextRunner with(List<String> properties) {
		return this.runner.withPropertyValues(properties.toArray(String[]::new))
			.withPropertyValues("dongting.raft.ssl.bundle=raft");
	}

	private static void assertReported(ApplicationContextRunner runner, Consumer<FailureAnalysis> assertions) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			assertions.accept(FailureReports.report(context.getStartupFailure()));
		});
	}

}
