package io.dongting.raft.transport.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Makes what TLS needs of the certificates for tests.
 */
final class TestTls {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private TestTls() {
	}

	/**
	 * Return the material of somebody.
	 * @param identity who it is, {@code node} or {@code stranger}
	 * @param trusted whom it trusts, {@code ca} or {@code stranger}
	 */
	static TlsMaterial material(String identity, String... trusted) {
		return material(List.of(), identity, trusted);
	}

	static TlsMaterial material(List<String> ciphers, String identity, String... trusted) {
		try {
			KeyStore own = KeyStore.getInstance("PKCS12");
			own.load(null, null);
			own.setKeyEntry("own", key(identity), PASSWORD, new Certificate[] { certificate(identity) });
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(own, PASSWORD);
			KeyStore others = KeyStore.getInstance("PKCS12");
			others.load(null, null);
			for (String name : trusted) {
				others.setCertificateEntry(name, certificate(name));
			}
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(others);
			return new TlsMaterial(keys, trust, List.of(), ciphers);
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Connect as somebody who shows its certificate, whatever kind is asked for.
	 */
	static SSLSocket obstinateClient(String identity, int port) throws IOException {
		try {
			X509ExtendedKeyManager keys = (X509ExtendedKeyManager) material(identity, identity).keys()
				.getKeyManagers()[0];
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(new KeyManager[] { new ObstinateKeyManager(keys) },
					material("node", "ca").trusted().getTrustManagers(), null);
			SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setApplicationProtocols(new String[] { "h2" });
			socket.setSSLParameters(parameters);
			return socket;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Certificate certificate(String name) throws IOException, GeneralSecurityException {
		try (InputStream pem = TestTls.class.getResourceAsStream("/tls/" + name + ".pem")) {
			return CertificateFactory.getInstance("X.509").generateCertificate(pem);
		}
	}

	private static PrivateKey key(String name) throws IOException, GeneralSecurityException {
		try (InputStream pem = TestTls.class.getResourceAsStream("/tls/" + name + ".key")) {
			String text = new String(pem.readAllBytes(), StandardCharsets.US_ASCII);
			byte[] bytes = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
			return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
		}
	}

	private static final class ObstinateKeyManager extends X509ExtendedKeyManager {

		private final X509ExtendedKeyManager keys;

		private ObstinateKeyManager(X509ExtendedKeyManager keys) {
			this.keys = keys;
		}

		@Override
		public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
			return this.keys.chooseClientAlias(keyTypes, null, socket);
		}

		@Override
		public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
			return this.keys.chooseServerAlias(keyType, issuers, socket);
		}

		@Override
		public String[] getClientAliases(String keyType, Principal[] issuers) {
			return this.keys.getClientAliases(keyType, null);
		}

		@Override
		public String[] getServerAliases(String keyType, Principal[] issuers) {
			return this.keys.getServerAliases(keyType, issuers);
		}

		@Override
		public X509Certificate[] getCertificateChain(String alias) {
			return this.keys.getCertificateChain(alias);
		}

		@Override
		public PrivateKey getPrivateKey(String alias) {
			return this.keys.getPrivateKey(alias);
		}

	}

}
