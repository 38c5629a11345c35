package io.dongting.samples.operatorsday;

import java.util.List;
import java.util.concurrent.TimeUnit;

import static io.dongting.samples.operatorsday.Expectation.await;
import static io.dongting.samples.operatorsday.Expectation.require;

/**
 * An operator's day, on five processes of the sample and through their actuator alone.
 * Clients write all day. Every answer is checked, and in the evening every write.
 *
 * <p>
 * Needs nothing but the JDK and the jar of the sample. When it ends, and be it because
 * something failed or somebody interrupts it, so do all the processes it has started;
 * their logs stay.
 */
public final class OperatorsDay {

	private final Cluster cluster;

	private final Clients clients = new Clients();

	private final long startNanos = System.nanoTime();

	private String step = "";

	private OperatorsDay(Cluster cluster) {
		this.cluster = cluster;
	}

	/**
	 * Live through the day.
	 * @param arguments the jar, the directory for data and logs, and perhaps
	 * {@code --free-ports} where the ports of the profile may be taken
	 * @throws Exception if the day cannot even begin
	 */
	public static void main(String[] arguments) throws Exception {
		OperatorsDay day = new OperatorsDay(Cluster.of(List.of(arguments)));
		Runtime.getRuntime().addShutdownHook(new Thread(day.cluster::destroy));
		try {
			day.live();
		}
		catch (Exception | AssertionError ex) {
			System.out.println("FAILED: " + day.step);
			ex.printStackTrace(System.out);
			System.exit(1);
		}
		System.exit(0);
	}

	private void live() throws Exception {
		startNodes();
		lookAround();
		this.clients.start(nodes(1, 2, 3));
		handOverTheLeadership();
		replaceALostNode();
		growToFive();
		prepareAndAbort();
		shrinkToThree();
		saveSnapshots();
		letOldLogGo();
		makeANodeKnown();
		addAGroup();
		restartOneAfterTheOther();
		removeTheGroup();
		closeTheBooks();
	}

	private void startNodes() throws Exception {
		begin("Start five nodes; the group consists of 1, 2 and 3");
		start(nodes(1, 2, 3));
		for (Node node : nodes(1, 2, 3)) {
			node.awaitReady();
		}
		start(nodes(4, 5));
		for (Node node : nodes(4, 5)) {
			node.awaitStatus("'condition':'NOT_IN_CONFIG'", "'role':'NONE'");
			node.get("health/readiness").answers(503);
		}
	}

	private static void start(List<Node> nodes) throws Exception {
		for (Node node : nodes) {
			node.start();
		}
	}

	private void lookAround() throws Exception {
		begin("Look at the status");
		await("one leads and two follow", () -> {
			int leader = this.cluster.awaitLeader(1, 2, 3);
			return follows(node(1), leader) && follows(node(2), leader) && follows(node(3), leader);
		});
		for (Node node : nodes(1, 2, 3, 4, 5)) {
			node.get("raftnodes").answers(200, "'nodeId':" + node.id(), "'nodeId':5,'address':'127.0.0.1:");
		}
		node(1).get("raft/nothing").answers(404, "'result':'NO_SUCH_GROUP'");
	}

	private static boolean follows(Node node, int leader) throws Exception {
		boolean leads = node.id() == leader;
		String role = "'role':'" + (leads ? "LEADER" : "FOLLOWER") + "'";
		return node.get("raft").says("'nodeId':" + node.id(), "'group':'kv'", role) && node.get("raft/kv")
			.says(role, "'leaderId':" + leader, "'members':[1,2,3]", "'observers':[]", "'prepareIndex':0",
					"'ready':true", leads ? "'peers':[{'nodeId':" : "'pending':{'tasks':");
	}

	private void handOverTheLeadership() throws Exception {
		begin("Hand over the leadership, to any follower and to a certain node");
		node(1).post("raftleader/kv", "{}").answers(200, "'result':'TRANSFERRED'");
		int leader = this.cluster.awaitLeader(1, 2, 3);
		int asked = (leader == 1) ? 2 : 1;
		node(asked).post("raftleader/kv", "{'nodeId':4}").answers(409, "'result':'NOT_VOTER'");
		node(asked).post("raftleader/kv", "{'nodeId':6}").answers(404, "'result':'NO_SUCH_NODE'");
		transfer(asked, (leader == 3) ? 2 : 3);
		transfer(asked, 3);
		node(asked).post("raftleader/kv", "{'nodeId':3}").answers(200, "'result':'ALREADY_LEADER'", "'leaderId':3");
		this.clients.awaitWrites(100);
	}

	private void transfer(int asked, int target) throws Exception {
		if (this.cluster.awaitLeader(1, 2, 3) != target) {
			node(asked).post("raftleader/kv", "{'nodeId':" + target + ",'timeout':'20s'}")
				.answers(200, "'result':'TRANSFERRED'", "'leaderId':" + target);
			require(this.cluster.awaitLeader(1, 2, 3) == target, "Node " + target + " does not lead");
		}
	}

	private void replaceALostNode() throws Exception {
		begin("Lose node 3, which leads, and put node 4 in its place");
		node(3).kill();
		this.cluster.awaitLeader(1, 2);
		this.clients.awaitWrites(100);
		node(2).post("raftconfig/kv", "{'members':'1,2,4','dryRun':true}")
			.answers(200, "'before':{'members':[1,2,3],'observers':[],'quorum':2,'failureTolerance':1}",
					"'after':{'members':[1,2,4],'observers':[],'quorum':2,'failureTolerance':1}");
		node(2).awaitStatus("'members':[1,2,3]", "'observers':[]", "'prepareIndex':0");
		change(1, "1,2,4");
		this.cluster.awaitMembers(1, 2, 4);
		this.clients.use(nodes(1, 2, 4));
		this.clients.awaitWrites(100);
	}

	private void growToFive() throws Exception {
		begin("Start node 3 again, with an empty disk, and grow to five");
		node(3).deleteData();
		node(3).start();
		node(3).awaitStatus("'condition':'NOT_IN_CONFIG'");
		node(4).post("raftconfig/kv", "{'members':'1,2,3,4,5','dryRun':true}")
			.answers(200, "'after':{'members':[1,2,3,4,5],'observers':[],'quorum':3,'failureTolerance':2}");
		long index = change(4, "1,2,3,4,5");
		this.cluster.awaitMembers(1, 2, 3, 4, 5);
		require(change(5, "1,2,3,4,5") == index, "The same change again is another one");
		this.clients.use(nodes(1, 2, 3, 4, 5));
		this.clients.awaitWrites(100);
	}

	private long change(int asked, String members) throws Exception {
		return node(asked).post("raftconfig/kv", "{'members':'" + members + "','observers':'','timeout':'60s'}")
			.answers(200, "'result':'CHANGED'")
			.number("index");
	}

	private void prepareAndAbort() throws Exception {
		begin("Prepare a change, and abort it");
		node(1).post("raftconfig/kv/prepare", "{'members':'1,2','newMembers':'1,2,3'}")
			.answers(409, "'result':'CONFIG_MISMATCH'");
		long prepareIndex = prepare("1,2,3,4,5", "1,2,3", "4,5");
		for (Node node : nodes(1, 2, 3, 4, 5)) {
			node.awaitStatus("'prepareIndex':" + prepareIndex, "'members':[1,2,3,4,5]", "'preparedMembers':[1,2,3]",
					"'preparedObservers':[4,5]");
		}
		node(2).post("raftconfig/kv/prepare", "{'newMembers':'1,2'}")
			.answers(409, "'result':'CONFIG_CHANGE_IN_PROGRESS'");
		this.clients.awaitWrites(50);
		long index = node(3).post("raftconfig/kv/abort", "{}").answers(200, "'result':'ABORTED'").number("index");
		this.cluster.awaitMembers(1, 2, 3, 4, 5);
		node(4).post("raftconfig/kv/abort", "{}").answers(200, "'result':'ABORTED'", "'index':" + index);
		node(5).post("raftconfig/kv/commit", "{'prepareIndex':" + prepareIndex + "}")
			.answers(409, "'result':'CONFIG_MISMATCH'");
	}

	private void shrinkToThree() throws Exception {
		begin("Shrink to three, step by step, while node 5 leads, which leaves");
		node(1).post("raftleader/kv", "{'nodeId':5,'timeout':'20s'}").answers(200, "'leaderId':5");
		long prepareIndex = prepare("1,2,3,4,5", "1,2,3", "");
		require(prepare("1,2,3,4,5", "1,2,3", "") == prepareIndex, "The same preparation again is another one");
		String commit = "{'prepareIndex':" + prepareIndex + "}";
		long index = node(2).post("raftconfig/kv/commit", commit).answers(200, "'result':'COMMITTED'").number("index");
		this.cluster.awaitMembers(1, 2, 3);
		node(3).post("raftconfig/kv/commit", commit).answers(200, "'result':'COMMITTED'", "'index':" + index);
		this.cluster.awaitLeader(1, 2, 3);
		this.clients.use(nodes(1, 2, 3));
		this.clients.awaitWrites(100);
		for (Node node : nodes(4, 5)) {
			node.awaitStatus("'role':'NONE'");
			node.get("health/readiness").answers(503);
		}
	}

	private long prepare(String members, String newMembers, String newObservers) throws Exception {
		String body = "{'members':'%s','observers':'','newMembers':'%s','newObservers':'%s','timeout':'60s'}";
		Answer answer = node(1).post("raftconfig/kv/prepare", body.formatted(members, newMembers, newObservers))
			.answers(200, "'result':'PREPARED'");
		require(answer.number("index") == answer.number("prepareIndex"), answer + " names two indexes");
		return answer.number("prepareIndex");
	}

	private void saveSnapshots() throws Exception {
		begin("Save a snapshot on every member");
		for (int page = 0; page < 10; page++) {
			node(1).call("PUT", "/kv/page-" + page, "x".repeat(200_000)).answers(200, "'index'");
		}
		for (Node node : nodes(1, 2, 3)) {
			long applied = node.get("raft/kv").answers(200).number("appliedIndex");
			Answer saved = node.post("raftsnapshot/kv", "{'timeout':'60s'}")
				.answers(200, "'result':'SAVED'", "'nodeId':" + node.id());
			require(saved.number("index") >= applied, saved + " although " + applied + " was applied");
			node.awaitStatus("'snapshot':{'index':" + saved.number("index"));
		}
	}

	private void letOldLogGo() throws Exception {
		begin("Let the log before the snapshots go");
		for (Node node : nodes(1, 2, 3)) {
			Answer before = node.get("raft/kv").answers(200);
			long index = before.number("snapshot", "index");
			node.delete("raftsnapshot/kv?beforeIndex=" + index)
				.answers(200, "'result':'MARKED'", "'beforeIndex':" + index);
			await("Old log of node " + node.id() + " is gone",
					() -> node.get("raft/kv").answers(200).number("firstLogIndex") > before.number("firstLogIndex"));
			require(node.get("raft/kv").answers(200).number("firstLogIndex") <= index + 1, "Too much log is gone");
		}
		node(1).delete("raftsnapshot/kv?before=2026-01-01T00:00:00Z").answers(200, "'result':'MARKED'");
		node(1).delete("raftsnapshot/kv?before=yesterday").answers(400, "'result':'BAD_VALUE'");
		node(1).delete("raftsnapshot/kv").answers(400, "'result':'BAD_VALUE'");
	}

	private void makeANodeKnown() throws Exception {
		begin("Make a sixth node known, and forget it");
		node(1).post("raftnodes/6", "{'address':'127.0.0.1:9336'}").answers(200, "'nodeId':6", "'result':'ADDED'");
		node(1).get("raftnodes").answers(200, "'nodeId':6,'address':'127.0.0.1:9336'");
		node(1).delete("raftnodes/6").answers(200, "'nodeId':6", "'result':'REMOVED'");
		node(1).delete("raftnodes/6").answers(404, "'result':'NO_SUCH_NODE'");
		node(1).delete("raftnodes/2").answers(409, "'result':'NODE_IN_USE'");
	}

	private void addAGroup() throws Exception {
		begin("Add a group on three nodes");
		for (Node node : nodes(1, 2, 3)) {
			node.post("raftgroups/kv-night", "{'id':77,'members':'1,2,3','observers':''}")
				.answers(200, "'group':'kv-night'", "'groupId':77", "'result':'ADDED'");
		}
		awaitGroup();
		node(1).post("raftgroups/orders", "{'members':'1,2,3'}").answers(409, "'result':'NO_STATE_MACHINE'");
		node(1).post("raftgroups/kv", "{'members':'1,2,3'}").answers(409, "'result':'NAME_TAKEN'");
	}

	private void awaitGroup() throws Exception {
		for (Node node : nodes(1, 2, 3)) {
			await("Node " + node.id() + " serves the added group", () -> node.get("raft/kv-night").says("'ready':true")
					&& node.get("raft").says("'group':'kv-night'"));
			node.awaitReady();
		}
	}

	private void restartOneAfterTheOther() throws Exception {
		begin("Restart all members one after the other, under load");
		for (Node node : nodes(1, 2, 3)) {
			this.clients.awaitWrites(200);
			node.shutDown();
			this.clients.awaitWrites(200);
			node.start();
			node.awaitReady();
		}
		this.cluster.awaitLeader(1, 2, 3);
		this.cluster.awaitMembers(1, 2, 3);
		awaitGroup();
		this.clients.awaitWrites(200);
	}

	private void removeTheGroup() throws Exception {
		begin("Remove the group that was added");
		for (Node node : nodes(1, 2, 3)) {
			node.delete("raftgroups/kv-night").answers(200, "'group':'kv-night'", "'result':'REMOVED'");
			node.get("raft/kv-night").answers(404, "'result':'NO_SUCH_GROUP'");
			node.awaitReady();
		}
		node(1).delete("raftgroups/kv-night").answers(404, "'result':'NO_SUCH_GROUP'");
	}

	private void closeTheBooks() throws Exception {
		begin("Check that every write is there, once, and stop all nodes");
		this.clients.stop();
		for (Node node : nodes(1, 2, 3)) {
			this.clients.check(node);
		}
		for (Node node : nodes(1, 2, 3, 4, 5)) {
			node.shutDown();
			node.deleteData();
		}
		System.out.printf("Done after %d s. %s%n", seconds(), this.clients);
	}

	private Node node(int id) {
		return this.cluster.node(id);
	}

	private List<Node> nodes(int... ids) {
		return this.cluster.nodes(ids);
	}

	private void begin(String what) {
		this.step = what;
		System.out.printf("%n[%d s] %s%n", seconds(), what);
	}

	private long seconds() {
		return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - this.startNanos);
	}

}
