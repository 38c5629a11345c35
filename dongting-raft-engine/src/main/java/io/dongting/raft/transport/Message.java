package io.dongting.raft.transport;

/**
 * A message between two replicas of a group, or between two nodes about a group. Requests
 * end in {@code Req} and go from the node that opened the link; answers end in
 * {@code Resp} and go back on the same link, with the {@linkplain Envelope#sequence()
 * sequence} of what they answer.
 */
public sealed interface Message
		permits VoteReq, VoteResp, AppendReq, AppendResp, HeartbeatReq, HeartbeatResp, StepDownReq, IdentityReq,
		IdentityResp, ReadIndexReq, ReadIndexResp, ForwardReq, ForwardResp, RefusalResp, MembershipReq, MembershipResp,
		TimeoutNowReq, TransferReq, TransferResp, InstallReq, InstallResp, RaftPingReq, RaftPingResp {

	/**
	 * Return who says it to whom.
	 * @return the envelope
	 */
	Envelope envelope();

}
