package io.dongting.spring.statemachine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import io.dongting.raft.Snapshot;
import io.dongting.raft.SnapshotStateMachine;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.SnapshotSupport;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SnapshottingStateMachine}.
 */
class SnapshottingStateMachineTests {

	private static final ValueCodecs CODECS = ValueCodecs.builtIn();

	@Test
	void aBeanWithSnapshotsIsAStateMachineWithSnapshots() {
		assertThat(TypedStateMachine.of(new Register(), CODECS)).isInstanceOf(SnapshotStateMachine.class);
	}

	@Test
	void aBeanWithoutIsAStateMachineWithout() {
		assertThat(TypedStateMachine.of(new Plain(), CODECS)).isNotInstanceOf(SnapshotStateMachine.class);
	}

	@Test
	void theStateIsSavedAndLoaded() throws Exception {
		Register register = new Register();
		register.set("before");
		SnapshotStateMachine machine = (SnapshotStateMachine) TypedStateMachine.of(register, CODECS);
		ByteArrayOutputStream saved = new ByteArrayOutputStream();
		try (Snapshot snapshot = machine.takeSnapshot()) {
			register.set("after");
			snapshot.writeTo(saved);
		}
		Register other = new Register();
		((SnapshotStateMachine) TypedStateMachine.of(other, CODECS))
			.loadSnapshot(new ByteArrayInputStream(saved.toByteArray()));
		assertThat(other.value).isEqualTo("before");
	}

	@Test
	void whatTheBeanThrowsIsPassedOn() {
		SnapshotStateMachine machine = (SnapshotStateMachine) TypedStateMachine.of(new Register(), CODECS);
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> machine.loadSnapshot(InputStream.nullInputStream()))
			.withMessage("nothing there");
	}

	@Test
	void theSnapshotsAreNotOfferedToOtherBeans() {
		try (Proxies proxies = new Proxies()) {
			Register proxy = proxies.create(new Register(), Register.class);
			assertThat(AopUtils.isCglibProxy(proxy)).isTrue();
			proxy.set("through the log");
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(proxy::takeSnapshot);
		}
	}

	static class Plain {

		@RaftCommand
		public void set(String value) {
		}

	}

	static class Register implements SnapshotSupport {

		private String value = "";

		@RaftCommand
		public void set(String value) {
			this.value = value;
		}

		@Override
		public Snapshot takeSnapshot() {
			byte[] frozen = this.value.getBytes(StandardCharsets.UTF_8);
			return (target) -> target.write(frozen);
		}

		@Override
		public void loadSnapshot(InputStream source) throws IOException {
			byte[] bytes = source.readAllBytes();
			if (bytes.length == 0) {
				throw new IOException("nothing there");
			}
			this.value = new String(bytes, StandardCharsets.UTF_8);
		}

	}

}
