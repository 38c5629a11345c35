package io.dongting.raft.server;

/**
 * Something that does not fit between a group here and what another node says of it.
 *
 * @param groupId the number of the group on this node
 * @param refused whether messages of the group are refused for it; if not, one side may
 * simply not know yet what the other does
 * @param text a sentence for people that names both sides
 */
record Finding(int groupId, boolean refused, String text) {

}
