package io.dongting.simulation.transcript;

import java.util.Locale;

/**
 * Kinds of things that can be seen in a transcript, each shown only if it is asked for.
 */
enum Shown {

	/** Processes begin and end. */
	NODES,

	/** Who leads, campaigns or follows whom. */
	ROLES,

	/** A vote is given, perhaps not durable yet. */
	VOTES,

	/** A term and a vote are durable. */
	BALLOTS,

	/** Entries are appended or cut off. */
	ENTRIES,

	/** Entries are durable. */
	DURABLE,

	/** The commit index grows. */
	COMMITS,

	/** The state machine gets commands. */
	APPLIES,

	/** Callers are answered. */
	CLIENTS,

	/** A group works or has failed. */
	HEALTH,

	/** Messages that ask for votes, and answers. */
	ELECTIONS,

	/** Messages with entries, and answers. */
	APPENDS,

	/** Heartbeats and answers. */
	HEARTBEATS,

	/** Messages about reads. */
	READS,

	/** Messages with commands that are passed on. */
	FORWARDS,

	/** Messages with what somebody wants done with the membership, and answers. */
	MEMBERSHIP,

	/** Messages that bring a snapshot, and their answers. */
	INSTALLS,

	/** Messages between nodes that do not know each other yet. */
	IDENTITY,

	/** Nodes say which groups they host. */
	PINGS,

	/** Messages that ask for another leader, or that a node take over. */
	TRANSFERS,

	/** A leader says that it leads no more. */
	FAREWELLS,

	/** A request is not even looked at. */
	REFUSALS;

	static Shown named(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

}
