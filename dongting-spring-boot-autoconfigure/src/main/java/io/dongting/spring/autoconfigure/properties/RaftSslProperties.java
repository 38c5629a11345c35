package io.dongting.spring.autoconfigure.properties;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the connections between nodes are secured. Where one of these is set, so is the
 * bundle: nothing is sent in clear by mistake.
 *
 * @param bundle SSL bundle of this node, the same kind of bundle on every node: its
 * certificate and key, and who signs the certificates of the others. Connections without
 * a trusted certificate at both ends are refused.
 * @param verifyHost Whether the certificate of a node has to name the host at which it is
 * called, as 'dongting.raft.nodes' has it.
 */
public record RaftSslProperties(@Nullable String bundle, @DefaultValue("true") boolean verifyHost) {

	/** Name of the property that secures the connections. */
	public static final String BUNDLE = RaftProperties.PREFIX + ".ssl.bundle";

	public RaftSslProperties {
		if (bundle == null || bundle.isBlank()) {
			throw new InvalidRaftPropertyException(BUNDLE,
					"Connections between nodes are to be secured, but nothing says with what.",
					"Set it to the name of an SSL bundle, or remove all of '" + RaftProperties.PREFIX
							+ ".ssl' to send everything in clear.");
		}
	}

	/**
	 * Return the bundle.
	 * @return its name
	 */
	@Override
	public String bundle() {
		return Objects.requireNonNull(this.bundle);
	}

}
