package io.dongting.raft.transport.grpc;

import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a node shows to the others, and whom of them it believes.
 *
 * @param keys the certificate of this node with its private key, used towards those that
 * connect to it as well as towards those it connects to; initialized
 * @param trusted who may sign the certificates of the other nodes; initialized. Whoever
 * has such a certificate can read and change all data, so this should be nobody but an
 * authority of the cluster's own.
 * @param protocols the versions of TLS that are allowed, as {@code TLSv1.3}; none for 1.3
 * and 1.2
 * @param ciphers the cipher suites that are allowed; none for those that HTTP/2 allows.
 * Which of them TLS 1.3 uses cannot be chosen with all implementations of TLS.
 */
public record TlsMaterial(KeyManagerFactory keys, TrustManagerFactory trusted, List<String> protocols,
		List<String> ciphers) {

	private static final List<String> DEFAULT_PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

	public TlsMaterial {
		protocols = (protocols.isEmpty()) ? DEFAULT_PROTOCOLS : List.copyOf(protocols);
		ciphers = List.copyOf(ciphers);
	}

	/**
	 * Take protocols and cipher suites that are good today.
	 * @param keys the certificate of this node with its private key
	 * @param trusted who may sign the certificates of the other nodes
	 */
	public TlsMaterial(KeyManagerFactory keys, TrustManagerFactory trusted) {
		this(keys, trusted, List.of(), List.of());
	}

}
