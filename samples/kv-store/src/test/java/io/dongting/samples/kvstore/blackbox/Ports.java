package io.dongting.samples.kvstore.blackbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free ports. Below those that the system gives to outgoing connections, since the
 * port of a process that was killed must still be free when it comes back.
 */
public final class Ports {

	private static final int FIRST = 12_000;

	private static final int LAST = 30_000;

	private static int next = ThreadLocalRandom.current().nextInt(FIRST, LAST);

	private Ports() {
	}

	/**
	 * Find a port.
	 * @return another one each time, as long as there are any
	 */
	public static synchronized int free() {
		for (int attempt = FIRST; attempt < LAST; attempt++) {
			next = (next < LAST) ? next + 1 : FIRST;
			if (isFree(next)) {
				return next;
			}
		}
		throw new IllegalStateException("There is no free port from " + FIRST + " to " + LAST);
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			// In use
			return false;
		}
	}

}
