/**
 * The transport between real processes: HTTP/2 by gRPC. The only package that sees it.
 *
 * <p>
 * To each peer there is one {@link io.dongting.raft.transport.grpc.Link}: a connection
 * with one stream that carries the requests of all groups there and the answers back.
 * What the peers ask comes in on streams that they open to the
 * {@link io.dongting.raft.transport.grpc.PeerServer}. A stream is of use once both ends
 * have said who they are and found each other to be whom they expect.
 *
 * <p>
 * A few daemon threads named {@code dongting-net-*} do all the work; callbacks of gRPC
 * run on them directly, because a listener only hands on. Nothing here waits: what cannot
 * be sent now is dropped (requests) or queued up to a bound (answers).
 *
 * <p>
 * Neither end trusts TCP to say that a machine is gone. The opening end asks by a short
 * call beside the stream, and takes no answer for the end; the accepting end takes it for
 * the end when nobody asks any more. The keepalive of gRPC could do neither within a few
 * seconds.
 *
 * <p>
 * What secures the connections is given from outside as
 * {@link io.dongting.raft.transport.grpc.GrpcCredentials}:
 * {@link io.dongting.raft.transport.grpc.MutualTls}, or nothing. There is no falling back
 * from one to the other. A certificate says who belongs to the cluster, not which node it
 * is; that is in the Hello of either end.
 */
@NullMarked
package io.dongting.raft.transport.grpc;

import org.jspecify.annotations.NullMarked;
