package io.dongting.raft.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.dongting.raft.HostPort;
import io.dongting.raft.core.GroupFacts;
import io.dongting.raft.transport.HostedGroup;
import org.jspecify.annotations.Nullable;

/**
 * Compares the groups of this node with what another says of its own. Number, name and
 * cluster have to be the same. Configurations may differ, since one side may be behind,
 * so of those only what cannot come right by itself is told. Thread-safe.
 */
final class GroupComparison {

	private final int nodeId;

	private final KnownNodes nodes;

	GroupComparison(int nodeId, KnownNodes nodes) {
		this.nodeId = nodeId;
		this.nodes = nodes;
	}

	/**
	 * Find what does not fit.
	 * @param own the groups of this node by their ids
	 * @param peer the other node
	 * @param theirs what it has said
	 * @return what was found, refusals first
	 */
	List<Finding> compare(Map<Integer, GroupFacts> own, int peer, PeerView theirs) {
		Map<String, GroupFacts> byName = new TreeMap<>();
		own.values().forEach((group) -> byName.put(group.name(), group));
		List<Finding> findings = new ArrayList<>();
		for (HostedGroup hosted : theirs.hosted()) {
			GroupFacts sameId = own.get(hosted.groupId());
			GroupFacts sameName = byName.get(hosted.name());
			if (sameId != null) {
				addTo(findings, twoProcesses(sameId, peer, theirs.inTurn(hosted.groupId())));
			}
			if (sameId == sameName) {
				addTo(findings, (sameId != null) ? compare(sameId, peer, hosted) : null);
			}
			else {
				addTo(findings, (sameId != null) ? otherIdentity(sameId, peer, hosted) : null);
				addTo(findings, (sameName != null) ? otherIdentity(sameName, peer, hosted) : null);
			}
		}
		for (int groupId : theirs.missing()) {
			GroupFacts group = own.get(groupId);
			if (group != null && group.said().names(peer)) {
				findings.add(missing(group, peer));
			}
		}
		findings.sort(Comparator.comparing((finding) -> !finding.refused()));
		return findings;
	}

	private static void addTo(List<Finding> findings, @Nullable Finding finding) {
		if (finding != null) {
			findings.add(finding);
		}
	}

	/**
	 * Return what is found of groups that have either their number or their name in
	 * common, but not both.
	 * @param own the group on this node
	 * @param peer the other node
	 * @param theirs the group there
	 * @return the finding
	 */
	Finding otherIdentity(GroupFacts own, int peer, HostedGroup theirs) {
		String there = (own.groupId() == theirs.groupId())
				? "the id " + theirs.groupId() + " is that of group '" + theirs.name() + "'"
				: "group '" + theirs.name() + "' has the id " + theirs.groupId();
		return new Finding(own.groupId(), true,
				describe(own) + " has the id " + own.groupId() + ", but on " + at(peer) + " " + there
						+ ": they refuse each other's messages for it. Give each group the same name and id on all"
						+ " nodes.");
	}

	private @Nullable Finding twoProcesses(GroupFacts own, int peer, Set<UUID> replicas) {
		return replicas.isEmpty() ? null : new Finding(own.groupId(), false,
				describe(own) + " hears the replicas " + replicas + " in turn, both as " + at(peer)
						+ ": two processes have the node id " + peer + ". Only the one that the group knows takes"
						+ " part, as well as it can. Give the other a node id of its own.");
	}

	private @Nullable Finding compare(GroupFacts own, int peer, HostedGroup theirs) {
		HostedGroup said = own.said();
		if (said.replica() == null || theirs.replica() == null) {
			return null;
		}
		if (said.clusterId() == null || theirs.clusterId() == null) {
			return compareEmpty(own, peer, said, theirs);
		}
		if (!said.clusterId().equals(theirs.clusterId())) {
			return new Finding(own.groupId(), true,
					describe(own) + " belongs to cluster " + said.clusterId() + ", but on " + at(peer) + " to cluster "
							+ theirs.clusterId() + ": they were founded apart and refuse each other's messages."
							+ " Remove the group and its data on one side.");
		}
		boolean bothTakePart = said.names(this.nodeId) && theirs.names(peer);
		if (bothTakePart && !said.names(peer) && !theirs.names(this.nodeId)) {
			return new Finding(own.groupId(), false,
					describe(own) + " has " + configuration(said) + ", but on " + at(peer) + " " + configuration(theirs)
							+ ": neither names the other node. The one with the lower index was left out while it was"
							+ " away, or has missed entries.");
		}
		return null;
	}

	/** At least one of the two has no log. */
	private @Nullable Finding compareEmpty(GroupFacts own, int peer, HostedGroup said, HostedGroup theirs) {
		UUID bound = own.boundReplica(peer);
		if (bound != null && !bound.equals(theirs.replica())) {
			return new Finding(own.groupId(), false,
					describe(own) + " knows node " + peer + " as replica " + bound + ", but on " + at(peer)
							+ " is the empty replica " + theirs.replica() + ": its data was replaced. It neither votes"
							+ " nor serves until node " + peer + " is removed from the group and added again.");
		}
		boolean bothEmpty = said.clusterId() == null && theirs.clusterId() == null;
		if (bothEmpty && !(said.members().equals(theirs.members()) && said.observers().equals(theirs.observers()))) {
			return new Finding(own.groupId(), false,
					describe(own) + " is to begin with " + sets(said) + ", but on " + at(peer) + " with " + sets(theirs)
							+ ": it cannot be founded by both. Give them the same configuration.");
		}
		return null;
	}

	private Finding missing(GroupFacts own, int peer) {
		HostedGroup said = own.said();
		return new Finding(own.groupId(), false, describe(own) + " has " + configuration(said) + ", but " + at(peer)
				+ " hosts neither a group of that name nor one with the id " + own.groupId() + ".");
	}

	private String describe(GroupFacts own) {
		return "Group '" + own.name() + "' on " + at(this.nodeId);
	}

	private String at(int node) {
		HostPort address = this.nodes.addressOf(node);
		return (address != null) ? "node " + node + " at " + address : "node " + node;
	}

	private static String configuration(HostedGroup group) {
		return (group.clusterId() != null) ? sets(group) + " since entry " + group.configurationIndex() : sets(group);
	}

	private static String sets(HostedGroup group) {
		return "the members " + group.members() + " and observers " + group.observers();
	}

}
