package io.dongting.spring.statemachine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

import io.dongting.raft.LogItem;
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
	void whatWasAnnouncedIsSavedWithTheState() throws Exception {
		SnapshotStateMachine machine = announced(new Register(), 1);
		byte[] saved = save(machine);
		assertThat(save(machine)).isEqualTo(saved);
		Register other = new Register();
		TypedStateMachine restored = TypedStateMachine.of(other, CODECS);
		((SnapshotStateMachine) restored).loadSnapshot(new ByteArrayInputStream(saved));
		assertThat(restored.announcedBy()).containsExactly(1);
		assertThat(other.value).isEqualTo("state of 1");
		assertThat(save((SnapshotStateMachine) restored)).isEqualTo(saved);
	}

	/** As all were that were saved before anything was announced. */
	@Test
	void snapshotWithoutAnnouncementsIsTheStateAlone() throws Exception {
		Register register = new Register();
		register.set("s");
		assertThat(save((SnapshotStateMachine) TypedStateMachine.of(register, CODECS))).asString().isEqualTo("s");
		TypedStateMachine machine = (TypedStateMachine) announced(register, 1);
		((SnapshotStateMachine) machine).loadSnapshot(new ByteArrayInputStream(new byte[] { 'o' }));
		assertThat(register.value).isEqualTo("o");
		assertThat(machine.announcedBy()).isEmpty();
	}

	@Test
	void snapshotThatEndsEarlyIsNotLoaded() throws Exception {
		byte[] saved = save(announced(new Register(), 1));
		int state = "state of 1".length();
		for (int size = TypedSnapshot.HEADER_BYTES; size < saved.length - state; size++) {
			byte[] part = Arrays.copyOf(saved, size);
			SnapshotStateMachine machine = (SnapshotStateMachine) TypedStateMachine.of(new Register(), CODECS);
			assertThatExceptionOfType(IOException.class).as("size %d", size)
				.isThrownBy(() -> machine.loadSnapshot(new ByteArrayInputStream(part)));
		}
	}

	private static SnapshotStateMachine announced(Register register, int node) {
		TypedStateMachine machine = TypedStateMachine.of(register, CODECS);
		byte[] announcement = machine.announcement(node, new TreeSet<>(Set.of(node)), 1).orElseThrow();
		machine.apply(new LogItem(1, 1, 0, ByteBuffer.wrap(announcement)));
		register.set("state of " + node);
		return (SnapshotStateMachine) machine;
	}

	private static byte[] save(SnapshotStateMachine machine) throws Exception {
		ByteArrayOutputStream saved = new ByteArrayOutputStream();
		try (Snapshot snapshot = machine.takeSnapshot()) {
			snapshot.writeTo(saved);
		}
		return saved.toByteArray();
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
