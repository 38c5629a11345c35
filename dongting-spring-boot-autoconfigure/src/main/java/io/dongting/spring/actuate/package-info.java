/**
 * What the person on call sees and does over HTTP or JMX: actuator endpoints.
 *
 * <p>
 * {@link io.dongting.spring.actuate.RaftEndpoint} only reads what this node last
 * published about its groups, so it answers at once, also when the cluster does not.
 */
@NullMarked
package io.dongting.spring.actuate;

import org.jspecify.annotations.NullMarked;
