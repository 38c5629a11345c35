package io.dongting.spring.autoconfigure.ssl;

import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.server.RaftEnvironment;
import io.dongting.raft.server.SecuredEnvironment;
import io.dongting.raft.transport.grpc.HostVerification;
import io.dongting.raft.transport.grpc.MutualTls;
import io.dongting.spring.autoconfigure.properties.InvalidRaftPropertyException;
import io.dongting.spring.autoconfigure.properties.RaftSslProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Secures the connections between nodes with an SSL bundle of the application, and
 * follows the bundle when it changes.
 */
public final class BundleSecurity {

	private static final Logger logger = LoggerFactory.getLogger(BundleSecurity.class);

	private final String name;

	private final MutualTls tls;

	/**
	 * Read the bundle, and follow it from then on.
	 * @param properties which bundle it is
	 * @param bundles the bundles of the application, {@code null} if it has none
	 * @throws InvalidRaftPropertyException if there is no such bundle, or it is of no use
	 */
	public BundleSecurity(RaftSslProperties properties, @Nullable SslBundles bundles) {
		this.name = properties.bundle();
		this.tls = open(find(bundles), (properties.verifyHost()) ? HostVerification.REQUIRED : HostVerification.NONE);
		if (bundles != null) {
			bundles.addBundleUpdateHandler(this.name, this::update);
		}
	}

	/**
	 * Secure what a server takes from the world.
	 * @param environment the environment, whose own transport is not used
	 * @return the environment for the server
	 */
	public RaftEnvironment secure(RaftEnvironment environment) {
		return new SecuredEnvironment(environment, this.tls.credentials());
	}

	private SslBundle find(@Nullable SslBundles bundles) {
		if (bundles == null) {
			throw unknown("this application has no SSL bundles", null);
		}
		try {
			return bundles.getBundle(this.name);
		}
		catch (NoSuchSslBundleException ex) {
			throw unknown((bundles.getBundleNames().isEmpty()) ? "there is none at all"
					: "there are " + bundles.getBundleNames(), ex);
		}
	}

	private InvalidRaftPropertyException unknown(String others, @Nullable Exception cause) {
		InvalidRaftPropertyException exception = new InvalidRaftPropertyException(RaftSslProperties.BUNDLE,
				"There is no SSL bundle '" + this.name + "'; " + others + ".",
				"Set it to the name of a bundle, or define the bundle with 'spring.ssl.bundle.pem." + this.name
						+ "' or 'spring.ssl.bundle.jks." + this.name + "'.");
		exception.initCause(cause);
		return exception;
	}

	private MutualTls open(SslBundle bundle, HostVerification hostVerification) {
		try {
			return new MutualTls(BundleMaterial.read(this.name, bundle), hostVerification);
		}
		catch (InvalidConfigurationException ex) {
			// Not as the cause, which would be reported in its place
			throw new InvalidRaftPropertyException(RaftSslProperties.BUNDLE,
					"The SSL bundle '" + this.name + "' cannot be used. " + ex.reason(), "Correct the bundle.");
		}
	}

	/**
	 * Called by whoever changes the bundle, most of the time a thread that watches files.
	 */
	private void update(SslBundle bundle) {
		try {
			this.tls.replace(BundleMaterial.read(this.name, bundle));
			logger.info("New connections between nodes are secured with the SSL bundle '{}' as it is now", this.name);
		}
		catch (RuntimeException ex) {
			logger.error("The SSL bundle '{}' has changed and cannot be used any more. "
					+ "New connections between nodes are secured with it as it was before.", this.name, ex);
		}
	}

}
