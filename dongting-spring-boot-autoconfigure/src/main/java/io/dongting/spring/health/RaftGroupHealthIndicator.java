package io.dongting.spring.health;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroup;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether a group can serve on this node.
 *
 * <ul>
 * <li>{@code UP}: it has caught up with a leader since it started, and knew one less than
 * two election timeouts ago: an ordinary election takes nothing out of service. The
 * {@code reason} is {@code DISK_LOW} if there is little room left on its disk: somebody
 * should make some, but everything goes on.</li>
 * <li>{@code OUT_OF_SERVICE}: not yet, or not now; the {@code reason} is
 * {@code BOOTSTRAPPING}, {@code REPLAYING}, {@code NO_LEADER}, {@code LAGGING} (what it
 * shows is more than ten election timeouts old, since it applies too slowly or hears no
 * leader), {@code DISK_LOW} (there is no room left), {@code NOT_IN_CONFIG} or
 * {@code STOPPED}. Waiting may help, restarting does not.</li>
 * <li>{@code DOWN}: it cannot go on without help; the {@code reason} is
 * {@code STORAGE_FAILED}, {@code APPLY_FAILED} or {@code INVARIANT_VIOLATED}.</li>
 * </ul>
 */
public class RaftGroupHealthIndicator implements HealthIndicator {

	private final RaftGroup group;

	/**
	 * Create the indicator.
	 * @param group the group
	 */
	public RaftGroupHealthIndicator(RaftGroup group) {
		this.group = group;
	}

	@Override
	public Health health() {
		GroupStatus status = this.group.status();
		Health.Builder health = switch (status.condition()) {
			case STARTING -> outOfService("REPLAYING");
			case RUNNING -> running(status);
			case BOOTSTRAPPING, REFILLING, NOT_HOSTED, NOT_IN_CONFIG, STOPPED ->
				outOfService(status.condition().name());
			case STORAGE_FAILED, APPLY_FAILED, INVARIANT_VIOLATED ->
				Health.down().withDetail("reason", status.condition().name());
		};
		String detail = status.detail();
		if (detail != null) {
			health.withDetail("detail", detail);
		}
		return health.withDetail("role", status.role())
			.withDetail("term", status.term())
			.withDetail("leaderId", status.leaderId())
			.withDetail("commitIndex", status.commitIndex())
			.withDetail("appliedIndex", status.appliedIndex())
			.build();
	}

	private static Health.Builder running(GroupStatus status) {
		if (status.leaderless()) {
			return outOfService("NO_LEADER");
		}
		if (!status.ready()) {
			return outOfService((status.leaderId() == 0) ? "NO_LEADER" : "REPLAYING");
		}
		return (status.lagging()) ? outOfService("LAGGING") : withRoom(status.diskSpace());
	}

	private static Health.Builder withRoom(DiskSpace space) {
		return switch (space) {
			case AMPLE -> Health.up();
			case LOW -> Health.up().withDetail("reason", "DISK_LOW");
			case EXHAUSTED -> outOfService("DISK_LOW");
		};
	}

	private static Health.Builder outOfService(String reason) {
		return Health.outOfService().withDetail("reason", reason);
	}

}
