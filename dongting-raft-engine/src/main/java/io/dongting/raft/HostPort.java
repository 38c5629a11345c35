package io.dongting.raft;

/**
 * A network address as configured; the host is resolved anew for each connection.
 *
 * @param host a host name or literal address, without brackets
 * @param port 1 to 65535, or 0 to let the system choose where that makes sense
 */
public record HostPort(String host, int port) {

	public HostPort {
		if (host.isBlank()) {
			throw new InvalidConfigurationException("host", "The host must not be blank.");
		}
		if (host.chars()
			.anyMatch((character) -> character == '\\' || Character.isWhitespace(character)
					|| Character.isISOControl(character))) {
			throw new InvalidConfigurationException("host", "The host '" + host + "' is no name of a machine.");
		}
		if (port < 0 || port > 65535) {
			throw new InvalidConfigurationException("port", "The port " + port + " is not between 0 and 65535.");
		}
	}

	/**
	 * Parse {@code host:port} or {@code [v6-address]:port}.
	 * @param text the text
	 * @return the address
	 * @throws InvalidConfigurationException if the text is not an address
	 */
	public static HostPort parse(String text) {
		int colon = text.lastIndexOf(':');
		boolean bracketed = text.startsWith("[") && colon > 0 && text.charAt(colon - 1) == ']';
		if (colon <= 0 || (!bracketed && text.indexOf(':') != colon)) {
			throw malformed(text);
		}
		try {
			String host = (bracketed ? text.substring(1, colon - 1) : text.substring(0, colon));
			return new HostPort(host.trim(), Integer.parseInt(text.substring(colon + 1).trim()));
		}
		catch (NumberFormatException ex) {
			throw malformed(text);
		}
	}

	private static InvalidConfigurationException malformed(String text) {
		return new InvalidConfigurationException("address",
				"'" + text + "' is not an address. Write host:port, or [address]:port for IPv6.");
	}

	@Override
	public String toString() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
