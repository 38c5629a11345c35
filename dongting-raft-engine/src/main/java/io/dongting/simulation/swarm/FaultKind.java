package io.dongting.simulation.swarm;

/**
 * What can go wrong in a run.
 */
public enum FaultKind {

	/** A node loses its power, and what it had not synced. */
	CRASH,

	/** A process ends; its disk forgets nothing. */
	KILL,

	/** All nodes lose their power at once. */
	CRASH_ALL,

	/** A node loses its power again and again, hardly started. */
	CRASH_LOOP,

	/** A node loses its power in the middle of some work on its disk, soon. */
	CRASH_IN_WORK,

	/** A node is stopped in good order. */
	STOP,

	/** A process stands still for a while. */
	PAUSE,

	/**
	 * The leader stands still and is cut off until after another was elected, and goes on
	 * before it hears of that.
	 */
	STALL_LEADER,

	/** A node is cut off. */
	ISOLATE,

	/** The leader is cut off from all but its clients. */
	ISOLATE_LEADER,

	/**
	 * The leader is cut off while its clients go on, and comes back just when the one
	 * that took over loses its power.
	 */
	SWAP_LEADERS,

	/** Two halves cannot reach each other. */
	HALVES,

	/** Two halves reach each other only by way of one node. */
	BRIDGE,

	/** Each node reaches two others only. */
	RING,

	/** Messages in one direction are lost. */
	ONE_WAY,

	/** Nobody hears a node. */
	MUTE,

	/** A node hears nobody. */
	DEAF,

	/** A node is cut off and found again, about as often as elections take. */
	FLAP,

	/** The connections of a node, or between two, break. */
	RESET,

	/** Messages in one direction, or from and to one node, take much longer. */
	LAG,

	/** One direction carries nothing for a while, and loses nothing. */
	CLOG,

	/** Single messages are lost, late, doubled, out of order, or go astray. */
	MESSAGES,

	/** One kind of message is lost from one node, or from all. */
	ONE_KIND,

	/** A disk is slow. */
	SLOW_DISK,

	/** A disk answers nothing for a while. */
	HANG_DISK,

	/** A sync fails, and what it should have made durable is lost. */
	SYNC_FAILURE,

	/** A write fails. */
	WRITE_FAILURE,

	/** Nothing of the log can be read for a while. */
	READ_FAILURE,

	/** A disk is full for a while. */
	FULL_DISK,

	/** A bit of a log, a vote or a snapshot turns, on a minority of the nodes at most. */
	BIT_ROT,

	/** A state machine is slow. */
	SLOW_APPLY,

	/** Somebody asks for a snapshot, and does not want the log before it. */
	SAVE_SNAPSHOT,

	/** A state machine cannot write its state, once or a few times. */
	SNAPSHOT_FAILURE,

	/** A clock jumps forward. */
	CLOCK_JUMP,

	/** A clock stands still for a while. */
	CLOCK_STOP,

	/** The date on a node becomes another, earlier or later. */
	WALL_CLOCK_JUMP,

	/** A clock runs fast or slow, within the bound. */
	CLOCK_DRIFT,

	/** The leader and some others are cut off, and everybody notices at once. */
	SEVER,

	/**
	 * Every path takes a time of its own, and then the others lose the leader, which goes
	 * on to hear what they had said.
	 */
	UNEVEN,

	/** The leader of each term is heard by some of the others only. */
	FEW_HEAR,

	/**
	 * One node has lost the leader, and the others are started anew within the time of
	 * their promises.
	 */
	BOUNCE,

	/**
	 * The leader is cut off with some writes under way, and when they are to be cut off
	 * the log, something strikes.
	 */
	CUT_TAIL,

	/** Something goes wrong while the group is founded. */
	FOUNDING,

	/** One piece of work on a disk takes very long, and others overtake it. */
	STUCK_DISK,

	/** A disk is lost, and its node comes back with an empty one. */
	WIPE,

	/** A state machine fails once. */
	APPLY_FAILURE,

	/** Copies of many messages turn up much later. */
	STRAYS,

	/** Somebody wants another leader. */
	TRANSFER,

	/** A node loses its power just when its log goes on in another file. */
	CRASH_AT_ROLL,

	/** The membership is changed, in one call. */
	CHANGE_MEMBERS,

	/** The membership is changed step by step, by several people. */
	CHANGE_BY_HAND,

	/** Two want different memberships at once. */
	CHANGE_TWICE,

	/** A change is given up. */
	CANCEL_CHANGE,

	/** A disk is replaced; its node is removed and added again. */
	ADD_AGAIN,

	/**
	 * A node falls behind what its leader's log holds, and while a snapshot is brought to
	 * it, something strikes.
	 */
	INTERRUPT_INSTALL,

	/** A further group is added to the nodes while they run, or removed again. */
	GUEST,

	/**
	 * A node forgets another while it runs and is told of it again, or hears that it has
	 * moved.
	 */
	FORGET_NODE

}
