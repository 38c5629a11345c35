package io.dongting.simulation;

/**
 * What has happened in a {@link SimulatedNetwork} so far: a run in which a fault never
 * struck has not tested it.
 *
 * @param sent messages that were taken
 * @param delivered messages that arrived, copies included
 * @param dropped messages lost by accident, to a cut or to a filter
 * @param duplicated copies made
 * @param reordered messages that overtook others or may have
 * @param slowed messages that took longer than usual
 * @param strayed copies that turned up outside their link
 * @param connectionsLost connections whose end was noticed by the node they led to
 */
public record NetworkCounts(long sent, long delivered, long dropped, long duplicated, long reordered, long slowed,
		long strayed, long connectionsLost) {

}
