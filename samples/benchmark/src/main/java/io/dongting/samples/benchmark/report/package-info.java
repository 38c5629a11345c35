/**
 * Writes what was measured for people, for spreadsheets and as pictures, and says how it
 * compares with an earlier run.
 */
@NullMarked
package io.dongting.samples.benchmark.report;

import org.jspecify.annotations.NullMarked;
