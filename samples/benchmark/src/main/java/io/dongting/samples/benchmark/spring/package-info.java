/**
 * This engine as a contestant, through the proxy of a Spring bean: three application
 * contexts in one process.
 */
@NullMarked
package io.dongting.samples.benchmark.spring;

import org.jspecify.annotations.NullMarked;
