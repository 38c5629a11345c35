/**
 * A replicated key-value store behind HTTP.
 *
 * <p>
 * {@link io.dongting.samples.kvstore.KvStore} is the state machine: what its commands do
 * to its map, they do on every node. {@link io.dongting.samples.kvstore.KvController}
 * calls it through the proxy that Dongting puts in its place. The rest checks what comes
 * in and says over HTTP which of the three outcomes a call had.
 */
@NullMarked
package io.dongting.samples.kvstore;

import org.jspecify.annotations.NullMarked;
