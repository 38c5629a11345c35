/**
 * A replicated key-value store behind HTTP.
 */
@NullMarked
package io.dongting.samples.kvstore;

import org.jspecify.annotations.NullMarked;
