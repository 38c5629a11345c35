/**
 * Mutual TLS between nodes from an SSL bundle of the application.
 *
 * <p>
 * The bundle is read when the server is made, so that nothing is opened with one that is
 * missing or of no use. It is put between the server and whatever environment the
 * application gives it: with {@code dongting.raft.ssl} there is no way around it.
 */
@NullMarked
package io.dongting.spring.autoconfigure.ssl;

import org.jspecify.annotations.NullMarked;
