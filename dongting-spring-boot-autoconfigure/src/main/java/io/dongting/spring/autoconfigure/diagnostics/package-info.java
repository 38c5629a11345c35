/**
 * Reports of what keeps the node from starting: what is wrong and what to change.
 */
@NullMarked
package io.dongting.spring.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
