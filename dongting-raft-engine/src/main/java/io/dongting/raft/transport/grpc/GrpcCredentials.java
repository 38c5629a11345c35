package io.dongting.raft.transport.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;

/**
 * How connections between nodes are secured.
 *
 * @param server what this node shows to, and asks of, those who connect to it
 * @param channel what this node shows to, and asks of, those it connects to
 */
public record GrpcCredentials(ServerCredentials server, ChannelCredentials channel) {

	/**
	 * Neither encryption nor authentication: for networks that nobody else can reach.
	 * @return the credentials
	 */
	public static GrpcCredentials insecure() {
		return new GrpcCredentials(InsecureServerCredentials.create(), InsecureChannelCredentials.create());
	}

}
