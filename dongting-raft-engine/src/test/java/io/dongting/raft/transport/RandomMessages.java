package io.dongting.raft.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.Membership;
import io.dongting.raft.MembershipException;
import io.dongting.raft.MembershipPreview;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.TransferOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Messages of every kind with any values they may have, drawn from a seed.
 */
final class RandomMessages {

	private final SplittableRandom random;

	RandomMessages(long seed) {
		this.random = new SplittableRandom(seed);
	}

	/**
	 * Draw one message of each kind.
	 */
	List<Message> oneOfEach() {
		return List.of(voteReq(), new VoteResp(envelope(), constant(VoteReq.Kind.class), this.random.nextBoolean()),
				appendReq(),
				new AppendResp(envelope(), constant(AppendResp.Result.class), natural(), natural(), natural()),
				new HeartbeatReq(envelope(), natural()),
				new HeartbeatResp(envelope(), natural(), constant(DiskSpace.class)), new StepDownReq(envelope()),
				new IdentityReq(envelope(), "g" + text(), nodeIds(), nodeIds()),
				new IdentityResp(envelope(), constant(IdentityResp.State.class), nodeIds(), nodeIds(), uuidOrNull()),
				new ReadIndexReq(envelope(), consistency()), new ReadIndexResp(envelope(), natural()),
				new ForwardReq(envelope(), list(this::task)), new ForwardResp(envelope(), list(this::outcome)),
				new RefusalResp(envelope(), constant(RefusalResp.Reason.class), text()), membershipReq(),
				new MembershipResp(envelope(), membershipOutcome()), new TimeoutNowReq(envelope(), natural()),
				new TransferReq(envelope(), this.random.nextInt(Integer.MAX_VALUE), natural()), transferResp(),
				installReq(),
				new InstallResp(envelope(), positive(), constant(InstallResp.Result.class), natural(), natural()),
				new RaftPingReq(envelope(), hostedGroup()), new RaftPingResp(envelope(), hostedGroups()));
	}

	private HostedGroup hostedGroup() {
		return new HostedGroup(1 + this.random.nextInt(Integer.MAX_VALUE - 1), "g" + text(), uuidOrNull(), uuidOrNull(),
				natural(), nodeIds(), nodeIds());
	}

	private List<HostedGroup> hostedGroups() {
		return Stream.generate(this::hostedGroup).limit(this.random.nextInt(3)).toList();
	}

	private MembershipReq membershipReq() {
		MembershipReq.Kind kind = constant(MembershipReq.Kind.class);
		boolean prepares = kind == MembershipReq.Kind.PREPARE;
		return new MembershipReq(envelope(), kind, prepares ? membership() : null,
				(prepares || this.random.nextBoolean()) ? nodeIds() : null,
				(prepares || this.random.nextBoolean()) ? nodeIds() : null, natural(), natural());
	}

	private MembershipResp.Outcome membershipOutcome() {
		return switch (constant(MembershipResp.Kind.class)) {
			case DONE -> MembershipResp.Outcome.done(natural());
			case REFUSED -> MembershipResp.Outcome.refused(constant(MembershipException.Result.class), text());
			case NOT_EXECUTED ->
				MembershipResp.Outcome.notExecuted(constant(NotExecutedException.Reason.class), text());
			case UNKNOWN -> MembershipResp.Outcome.unknown(text());
			case PREVIEWED ->
				MembershipResp.Outcome.previewed(new MembershipPreview(membership(), membership(), list(this::text)));
		};
	}

	private Membership membership() {
		SortedSet<Integer> members = nodeIds();
		members.add(1);
		SortedSet<Integer> observers = nodeIds();
		observers.removeAll(members);
		return new Membership(members, observers);
	}

	private InstallReq installReq() {
		long sizeBytes = 1 + this.random.nextLong(1L << 40);
		return new InstallReq(envelope(),
				new SnapshotIdentity(positive(), positive(), sizeBytes, this.random.nextInt()),
				this.random.nextLong(sizeBytes), list(this::buffer), this.random.nextInt());
	}

	private VoteReq voteReq() {
		long index = natural();
		return new VoteReq(envelope(), constant(VoteReq.Kind.class), index, termOf(index));
	}

	private AppendReq appendReq() {
		long index = natural();
		return new AppendReq(envelope(), index, termOf(index), natural(), list(this::buffer));
	}

	private TransferResp transferResp() {
		TransferOutcome.Result result = this.random.nextBoolean() ? constant(TransferOutcome.Result.class) : null;
		return new TransferResp(envelope(), result, this.random.nextInt(Integer.MAX_VALUE), text());
	}

	private ForwardReq.Task task() {
		return new ForwardReq.Task(this.random.nextLong(), natural(), bytes());
	}

	private ForwardResp.Outcome outcome() {
		ForwardResp.Kind kind = constant(ForwardResp.Kind.class);
		return new ForwardResp.Outcome(this.random.nextLong(), kind, natural(), bytes(),
				(kind == ForwardResp.Kind.NOT_EXECUTED) ? constant(NotExecutedException.Reason.class) : null, text());
	}

	private Envelope envelope() {
		return new Envelope(positive(), uuidOrNull(), positive(), uuid(), uuidOrNull(), natural(),
				this.random.nextLong());
	}

	/** Heap, direct and read-only buffers, some empty, some a part of a larger array. */
	private ByteBuffer buffer() {
		byte[] content = bytes();
		ByteBuffer heap = ByteBuffer.wrap(content);
		return switch (this.random.nextInt(4)) {
			case 0 -> heap;
			case 1 -> heap.asReadOnlyBuffer();
			case 2 -> ByteBuffer.allocateDirect(content.length).put(content).flip();
			default -> ByteBuffer.allocate(content.length + 7).position(3).put(content).flip().position(3);
		};
	}

	byte[] bytes() {
		byte[] bytes = new byte[this.random.nextInt(10) == 0 ? this.random.nextInt(100_000) : this.random.nextInt(50)];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private <T> List<T> list(Supplier<T> element) {
		List<T> list = new ArrayList<>();
		for (int i = this.random.nextInt(5); i > 0; i--) {
			list.add(element.get());
		}
		return list;
	}

	private <E extends Enum<E>> E constant(Class<E> type) {
		E[] constants = type.getEnumConstants();
		return constants[this.random.nextInt(constants.length)];
	}

	private ReadConsistency consistency() {
		return this.random.nextBoolean() ? ReadConsistency.LEASE : ReadConsistency.LINEARIZABLE;
	}

	private SortedSet<Integer> nodeIds() {
		return new TreeSet<>(list(this::positive));
	}

	private String text() {
		return "seit 岳陽 \u0000 " + this.random.nextInt();
	}

	private long termOf(long index) {
		return (index == 0) ? 0 : 1 + this.random.nextLong(Long.MAX_VALUE);
	}

	/** Zero, something small, or something as large as can be. */
	private long natural() {
		return switch (this.random.nextInt(4)) {
			case 0 -> 0;
			case 1 -> Long.MAX_VALUE;
			default -> this.random.nextLong(1L << this.random.nextInt(62));
		};
	}

	private int positive() {
		return 1 + this.random.nextInt(Integer.MAX_VALUE >> this.random.nextInt(30));
	}

	private UUID uuid() {
		return (this.random.nextInt(20) == 0) ? new UUID(0, 0)
				: new UUID(this.random.nextLong(), this.random.nextLong());
	}

	private @Nullable UUID uuidOrNull() {
		return this.random.nextBoolean() ? uuid() : null;
	}

}
