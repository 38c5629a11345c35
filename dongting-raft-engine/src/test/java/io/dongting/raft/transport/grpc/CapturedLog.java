package io.dongting.raft.transport.grpc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * What the transport logs while this is open; it does not appear on the console.
 */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger(GrpcTransport.class);

	private final List<ILoggingEvent> events = new ArrayList<>();

	CapturedLog() {
		setContext(this.logger.getLoggerContext());
		start();
		this.logger.addAppender(this);
		this.logger.setAdditive(false);
	}

	@Override
	protected synchronized void append(ILoggingEvent event) {
		this.events.add(event);
		notifyAll();
	}

	List<String> errors() {
		return messages(Level.ERROR);
	}

	List<String> warnings() {
		return messages(Level.WARN);
	}

	void awaitErrors(int count) {
		await(Level.ERROR, count);
	}

	void awaitWarnings(int count) {
		await(Level.WARN, count);
	}

	private synchronized List<String> messages(Level level) {
		return this.events.stream()
			.filter((event) -> event.getLevel() == level)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private synchronized void await(Level level, int count) {
		long deadlineNanos = System.nanoTime() + RecordingListener.PATIENCE.toNanos();
		while (messages(level).size() < count) {
			long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
			if (millis <= 0) {
				throw new AssertionError("Waited in vain for " + count + " of " + level + ": " + messages(level));
			}
			try {
				wait(millis);
			}
			catch (InterruptedException ex) {
				throw new AssertionError("Interrupted while waiting for the log", ex);
			}
		}
	}

	@Override
	public void close() {
		this.logger.setAdditive(true);
		this.logger.detachAppender(this);
	}

}
