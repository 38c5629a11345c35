/**
 * A program that operates a cluster for a day: {@code operators-day.sh} starts it. It
 * begins with {@link io.dongting.samples.operatorsday.OperatorsDay} and uses nothing but
 * the JDK.
 */
@NullMarked
package io.dongting.samples.operatorsday;

import org.jspecify.annotations.NullMarked;
