package io.dongting.samples.benchmark.contest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds ports of the loopback interface that are free.
 */
public final class LoopbackPorts {

	/** The address of the loopback interface. */
	public static final String HOST = "127.0.0.1";

	private LoopbackPorts() {
	}

	/**
	 * Find free ports.
	 * @param count how many
	 * @return the ports, all different
	 * @throws IOException if there are not so many
	 */
	public static List<Integer> find(int count) throws IOException {
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				sockets.add(new ServerSocket(0, 1, InetAddress.getByName(HOST)));
			}
			return sockets.stream().map(ServerSocket::getLocalPort).toList();
		}
		finally {
			for (ServerSocket socket : sockets) {
				socket.close();
			}
		}
	}

}
