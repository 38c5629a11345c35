package io.dongting.spring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody listens on.
 */
public final class LoopbackPorts {

	private LoopbackPorts() {
	}

	/**
	 * Find ports of the loopback address that are free at the moment, below those that
	 * the system gives to outgoing connections, which could take one before it is
	 * listened on.
	 * @param count how many
	 * @return different ports
	 */
	public static List<Integer> free(int count) {
		Set<Integer> ports = new LinkedHashSet<>();
		while (ports.size() < count) {
			int port = ThreadLocalRandom.current().nextInt(12_000, 30_000);
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				ports.add(socket.getLocalPort());
			}
			catch (IOException ex) {
				// Taken
				continue;
			}
		}
		return List.copyOf(ports);
	}

	/**
	 * Say where nodes are reached.
	 * @param ports the port of node 1, of node 2 and so on
	 * @return arguments of the application
	 */
	public static List<String> addresses(List<Integer> ports) {
		List<String> arguments = new ArrayList<>();
		for (int port : ports) {
			arguments.add("--dongting.raft.nodes." + (arguments.size() + 1) + "=127.0.0.1:" + port);
		}
		return arguments;
	}

}
