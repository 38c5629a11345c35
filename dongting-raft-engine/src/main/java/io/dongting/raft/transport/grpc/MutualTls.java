package io.dongting.raft.transport.grpc;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

import io.dongting.raft.InvalidConfigurationException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettySslContextServerCredentials;
import io.grpc.netty.shaded.io.netty.buffer.UnpooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Connections on which both ends show a certificate that the other one trusts. What they
 * show and trust can be replaced while the node runs.
 *
 * <p>
 * Connections that exist when the material is replaced stay as they are; all that are
 * opened later, in both directions, use the new material. There is nothing that they
 * could resume of earlier ones, since TLS would not ask for a certificate again then.
 *
 * <p>
 * May be used by all threads.
 */
public final class MutualTls {

	private final HostVerification hostVerification;

	private final ReplaceableSslContext server;

	private final ReplaceableSslContext client;

	private final GrpcCredentials credentials;

	/**
	 * Begin with some material.
	 * @param material what this node shows and trusts
	 * @param hostVerification whether certificates have to name hosts
	 * @throws InvalidConfigurationException if there can be no TLS with this material
	 */
	public MutualTls(TlsMaterial material, HostVerification hostVerification) {
		this.hostVerification = hostVerification;
		this.server = new ReplaceableSslContext(serverContext(material));
		this.client = new ReplaceableSslContext(clientContext(material));
		this.credentials = new GrpcCredentials(NettySslContextServerCredentials.create(this.server),
				NettySslContextChannelCredentials.create(this.client));
	}

	/**
	 * Return what a transport needs.
	 * @return the credentials, always the same; they follow {@link #replace}
	 */
	public GrpcCredentials credentials() {
		return this.credentials;
	}

	/**
	 * Use other material for all connections that are opened from now on.
	 * @param material what this node shows and trusts
	 * @throws InvalidConfigurationException if there can be no TLS with this material;
	 * nothing is changed then
	 */
	public synchronized void replace(TlsMaterial material) {
		SslContext newServer = serverContext(material);
		SslContext newClient = clientContext(material);
		this.server.replace(newServer);
		this.client.replace(newClient);
	}

	private static SslContext serverContext(TlsMaterial material) {
		return build(SslContextBuilder.forServer(material.keys())
			.trustManager(material.trusted())
			.clientAuth(ClientAuth.REQUIRE), material);
	}

	private SslContext clientContext(TlsMaterial material) {
		SslContextBuilder builder = SslContextBuilder.forClient().keyManager(material.keys());
		return build(switch (this.hostVerification) {
			case REQUIRED -> builder.trustManager(material.trusted());
			case NONE -> builder.trustManager(new AnyHostTrustManager(find(material)));
		}, material);
	}

	private static SslContext build(SslContextBuilder builder, TlsMaterial material) {
		GrpcSslContexts.configure(builder).protocols(material.protocols());
		if (!material.ciphers().isEmpty()) {
			builder.ciphers(material.ciphers());
		}
		try {
			SslContext context = builder.build();
			// Some mistakes would only be found when there is a connection
			ReferenceCountUtil.release(context.newEngine(UnpooledByteBufAllocator.DEFAULT));
			return context;
		}
		catch (SSLException | IllegalArgumentException ex) {
			throw invalid("There can be no TLS with this certificate, key, protocols and ciphers: " + ex.getMessage(),
					ex);
		}
	}

	private static X509TrustManager find(TlsMaterial material) {
		for (Object manager : material.trusted().getTrustManagers()) {
			if (manager instanceof X509TrustManager found) {
				return found;
			}
		}
		throw invalid("What is trusted are no X.509 certificates.", null);
	}

	private static InvalidConfigurationException invalid(String reason, @Nullable Exception cause) {
		InvalidConfigurationException exception = new InvalidConfigurationException("tls", reason);
		exception.initCause(cause);
		return exception;
	}

}
