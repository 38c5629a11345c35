package io.dongting.spring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports that nobody listens on.
 */
public final class LoopbackPorts {

	private LoopbackPorts() {
	}

	/**
	 * Find ports of the loopback address that are free at the moment.
	 * @param count how many
	 * @return different ports
	 * @throws IOException if there are none
	 */
	public static List<Integer> free(int count) throws IOException {
		List<ServerSocket> reserved = new ArrayList<>();
		List<Integer> ports = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			reserved.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
		}
		for (ServerSocket socket : reserved) {
			ports.add(socket.getLocalPort());
			socket.close();
		}
		return ports;
	}

}
