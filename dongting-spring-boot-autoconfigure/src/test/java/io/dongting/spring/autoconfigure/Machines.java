package io.dongting.spring.autoconfigure;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.LogItem;
import io.dongting.raft.StateMachine;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftQuery;
import io.dongting.spring.RaftStateMachine;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * State machines of an application.
 */
public final class Machines {

	private Machines() {
	}

	/**
	 * A state that can be counted up.
	 */
	public interface Counter {

		/**
		 * Count up.
		 * @param by how far
		 * @return where the counter stands
		 */
		@RaftCommand
		int add(int by);

		/**
		 * Return where the counter stands.
		 * @return its value
		 */
		@RaftQuery
		int value();

	}

	/**
	 * A typed state machine, found as a component.
	 */
	@RaftStateMachine(group = "counter")
	public static class CounterMachine implements Counter {

		private int value;

		@Override
		public int add(int by) {
			this.value += by;
			return this.value;
		}

		@Override
		public int value() {
			return this.value;
		}

	}

	/**
	 * A state machine of bytes.
	 */
	public static class Recorder implements StateMachine {

		/** What was applied. */
		public final List<String> applied = new ArrayList<>();

		@Override
		public byte[] apply(LogItem item) {
			ByteBuffer body = item.body();
			byte[] bytes = new byte[body.remaining()];
			body.get(bytes);
			this.applied.add(new String(bytes));
			return bytes;
		}

	}

	/**
	 * An application with one typed group.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(CounterMachine.class)
	public static class CounterApplication {

	}

	/**
	 * An application with a group of bytes whose annotation is on the bean method.
	 */
	@Configuration(proxyBeanMethods = false)
	public static class RecorderApplication {

		@Bean
		@RaftStateMachine(group = "recorder")
		Recorder recorderMachine() {
			return new Recorder();
		}

	}

}
