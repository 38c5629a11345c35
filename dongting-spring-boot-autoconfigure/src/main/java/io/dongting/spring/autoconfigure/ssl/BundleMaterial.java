package io.dongting.spring.autoconfigure.ssl;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import java.util.List;

import io.dongting.raft.transport.grpc.TlsMaterial;
import io.dongting.spring.autoconfigure.properties.InvalidRaftPropertyException;
import io.dongting.spring.autoconfigure.properties.RaftSslProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Takes from a bundle what the connections between nodes need, and refuses one that is
 * made for something else: for clients, which need no key, or for servers, which need to
 * trust nobody.
 */
final class BundleMaterial {

	private static final String ACTION = "Give the bundle a key store with the certificate and private key of this "
			+ "node, and a trust store with the authority that signs the certificates of all nodes and of nobody else.";

	private BundleMaterial() {
	}

	/**
	 * Read a bundle.
	 * @throws InvalidRaftPropertyException if nodes cannot be secured with it
	 */
	static TlsMaterial read(String name, SslBundle bundle) {
		if (!hasKey(bundle.getStores().getKeyStore())) {
			throw invalid("The SSL bundle '" + name + "' has no private key, so this node cannot say who it is.");
		}
		// Without a trust store, Java trusts all public authorities
		if (!hasEntries(bundle.getStores().getTrustStore())) {
			throw invalid("The SSL bundle '" + name + "' does not say whom to trust. Who has any certificate of a "
					+ "public authority would belong to the cluster.");
		}
		SslManagerBundle managers = bundle.getManagers();
		SslOptions options = bundle.getOptions();
		return new TlsMaterial(managers.getKeyManagerFactory(), managers.getTrustManagerFactory(),
				list(options.getEnabledProtocols()), list(options.getCiphers()));
	}

	private static boolean hasKey(@Nullable KeyStore store) {
		if (store == null) {
			return false;
		}
		try {
			for (String alias : Collections.list(store.aliases())) {
				if (store.isKeyEntry(alias)) {
					return true;
				}
			}
			return false;
		}
		catch (KeyStoreException ex) {
			throw new IllegalStateException("A key store of a bundle is loaded", ex);
		}
	}

	private static boolean hasEntries(@Nullable KeyStore store) {
		try {
			return store != null && store.size() > 0;
		}
		catch (KeyStoreException ex) {
			throw new IllegalStateException("A trust store of a bundle is loaded", ex);
		}
	}

	private static List<String> list(String @Nullable [] values) {
		return (values != null) ? List.of(values) : List.of();
	}

	private static InvalidRaftPropertyException invalid(String reason) {
		return new InvalidRaftPropertyException(RaftSslProperties.BUNDLE, reason, ACTION);
	}

}
