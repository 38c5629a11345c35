package io.dongting.spring.autoconfigure.properties;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a pod of a Kubernetes StatefulSet. It ends in an ordinal that stays when
 * the pod moves to another machine, which makes it an identity. Ordinals begin with 0 and
 * node ids with 1.
 */
final class PodName {

	static final String PROPERTY = RaftProperties.PREFIX + ".pod-name";

	/** Domains may follow, as where the host name of a pod is its full one. */
	private static final Pattern NAME = Pattern.compile("[^.]+-(?<ordinal>[0-9]+)(\\..*)?");

	private static final BigInteger LARGEST_ORDINAL = BigInteger.valueOf(Integer.MAX_VALUE - 1L);

	private PodName() {
	}

	/**
	 * Return the node that a pod runs.
	 * @param name the name of the pod, as kv-store-0
	 * @return its ordinal, plus one
	 * @throws InvalidRaftPropertyException if the name does not end in an ordinal
	 */
	static int nodeId(String name) {
		Matcher matcher = NAME.matcher(name);
		if (!matcher.matches()) {
			throw new InvalidRaftPropertyException(PROPERTY,
					"'" + name + "' does not end in an ordinal, so it does not tell which node this is.",
					"Set it to the name of a pod of a StatefulSet, such as kv-store-0, or remove it and set '"
							+ RaftProperties.PREFIX + ".node-id'.");
		}
		BigInteger ordinal = new BigInteger(matcher.group("ordinal"));
		if (ordinal.compareTo(LARGEST_ORDINAL) > 0) {
			throw new InvalidRaftPropertyException(PROPERTY, "The ordinal of '" + name + "' is too large.",
					"Set it to the name of a pod with an ordinal up to " + LARGEST_ORDINAL + ".");
		}
		return ordinal.intValue() + 1;
	}

}
