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
 * Neither end trusts TCP to say that a machine is gone. The server asks by HTTP/2
 * keepalive; a client, whose keepalive gRPC does not let be short, asks by a call of its
 * own beside the stream.
 */
@NullMarked
package io.dongting.raft.transport.grpc;

import org.jspecify.annotations.NullMarked;
