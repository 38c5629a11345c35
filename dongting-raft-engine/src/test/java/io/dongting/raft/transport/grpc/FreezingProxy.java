package io.dongting.raft.transport.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.dongting.raft.HostPort;

/**
 * Stands between a node and the port of another. When it freezes, the machine behind it
 * seems to be gone without a word: connections stay, and nothing gets through.
 */
final class FreezingProxy implements AutoCloseable {

	private final ServerSocket port;

	private final HostPort target;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private volatile boolean frozen;

	FreezingProxy(HostPort target) throws IOException {
		this.target = target;
		this.port = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
		this.threads.execute(this::acceptAll);
	}

	HostPort address() {
		return new HostPort("localhost", this.port.getLocalPort());
	}

	void freeze() {
		this.frozen = true;
	}

	private void acceptAll() {
		try {
			while (true) {
				Socket near = this.port.accept();
				this.sockets.add(near);
				if (!this.frozen) {
					Socket far = new Socket(this.target.host(), this.target.port());
					this.sockets.add(far);
					this.threads.execute(() -> copy(near, far));
					this.threads.execute(() -> copy(far, near));
				}
			}
		}
		catch (IOException ex) {
			// The proxy is closed.
			closeAll();
		}
	}

	private void copy(Socket from, Socket to) {
		byte[] buffer = new byte[8192];
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			int count = in.read(buffer);
			while (count >= 0) {
				if (!this.frozen) {
					out.write(buffer, 0, count);
				}
				count = in.read(buffer);
			}
			end(from, to);
		}
		catch (IOException ex) {
			end(from, to);
		}
	}

	/** A frozen machine does not even say that a connection has ended. */
	private void end(Socket from, Socket to) {
		if (!this.frozen) {
			close(from);
			close(to);
		}
	}

	private void closeAll() {
		this.sockets.forEach(FreezingProxy::close);
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.port.close();
		closeAll();
		this.threads.shutdownNow();
	}

}
