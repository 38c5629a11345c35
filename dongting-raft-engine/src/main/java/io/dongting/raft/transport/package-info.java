/**
 * The seam to the other nodes: the messages of the protocol, their encoding, and what a
 * transport does with them.
 *
 * <p>
 * Each node opens one {@linkplain io.dongting.raft.transport.Transport link} to each
 * other node and sends its requests over it; the answers come back on the same link. A
 * link keeps order, which makes the protocol fast; it stays safe in any order.
 *
 * <p>
 * Messages of several groups that go the same way at the same moment may go as one; on
 * the way and at both ends each stays a message of its own group.
 *
 * <p>
 * {@link io.dongting.raft.transport.MessageCodec} is the one encoding, used by every
 * transport; what does not pass its checks never becomes a message.
 *
 * <p>
 * Methods of a transport are thread-safe. Its listener is called on threads of the
 * transport and hands messages on without working on them.
 */
@NullMarked
package io.dongting.raft.transport;

import org.jspecify.annotations.NullMarked;
