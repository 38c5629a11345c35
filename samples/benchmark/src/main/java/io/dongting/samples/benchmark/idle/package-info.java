/**
 * What groups cost that have no work: three nodes in this process, and how long their
 * threads run on a processor meanwhile.
 */
@NullMarked
package io.dongting.samples.benchmark.idle;

import org.jspecify.annotations.NullMarked;
