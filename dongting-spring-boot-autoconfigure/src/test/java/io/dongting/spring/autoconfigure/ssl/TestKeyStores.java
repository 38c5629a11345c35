package io.dongting.spring.autoconfigure.ssl;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificates that are made when they are needed. {@code node} and {@code elsewhere} are
 * signed by {@code ca}, but {@code elsewhere} is not valid for the loopback address.
 * {@code stranger} signed itself.
 */
final class TestKeyStores {

	private static final String PASSWORD = "changeit";

	private final Path directory;

	private final KeyStore all;

	/**
	 * Make the certificates.
	 * @param directory where they are kept
	 */
	TestKeyStores(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
		this.directory = directory;
		generate("ca", "-ext", "bc:c");
		generate("node", "-signer", "ca", "-ext", "san=ip:127.0.0.1,dns:localhost");
		generate("elsewhere", "-signer", "ca", "-ext", "san=dns:elsewhere.example");
		generate("stranger", "-ext", "san=ip:127.0.0.1,dns:localhost");
		this.all = KeyStore.getInstance(this.directory.resolve("all.p12").toFile(), PASSWORD.toCharArray());
	}

	private void generate(String name, String... options) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", name,
				"-dname", "CN=" + name, "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "36500", "-keystore",
				this.directory.resolve("all.p12").toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
		command.addAll(List.of(options));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
	}

	/**
	 * Return the properties of a bundle.
	 * @param bundle its name
	 * @param identity whose key it has
	 * @param trusted whom it trusts
	 */
	List<String> properties(String bundle, String identity, String... trusted) {
		List<String> properties = new ArrayList<>(keyProperties(bundle, identity));
		properties.addAll(trustProperties(bundle, trusted));
		return properties;
	}

	List<String> keyProperties(String bundle, String identity) {
		return properties(bundle, "keystore", store(keyStore(identity), "key-" + identity));
	}

	List<String> trustProperties(String bundle, String... trusted) {
		return properties(bundle, "truststore", store(trustStore(trusted), "trust-" + String.join("-", trusted)));
	}

	private static List<String> properties(String bundle, String kind, Path store) {
		String prefix = "spring.ssl.bundle.jks." + bundle + "." + kind + ".";
		return List.of(prefix + "location=" + store.toUri(), prefix + "type=PKCS12", prefix + "password=" + PASSWORD);
	}

	SslBundle bundle(String identity, String... trusted) {
		return SslBundle.of(SslStoreBundle.of(keyStore(identity), PASSWORD, trustStore(trusted)));
	}

	private KeyStore keyStore(String identity) {
		try {
			KeyStore store = empty();
			char[] password = PASSWORD.toCharArray();
			store.setKeyEntry("own", this.all.getKey(identity, password), password,
					this.all.getCertificateChain(identity));
			return store;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private KeyStore trustStore(String... trusted) {
		try {
			KeyStore store = empty();
			for (String name : trusted) {
				store.setCertificateEntry(name, this.all.getCertificate(name));
			}
			return store;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Path store(KeyStore store, String name) {
		Path file = this.directory.resolve(name + ".p12");
		try (OutputStream out = Files.newOutputStream(file)) {
			store.store(out, PASSWORD.toCharArray());
			return file;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore empty() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

}
