package io.dongting.raft.server;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;

import io.dongting.fiber.Dispatcher;
import io.dongting.fiber.FailureHandler;
import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.core.state.Failpoints;
import io.dongting.raft.log.journal.JournalConfiguration;
import io.dongting.raft.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Everything a server takes from the world around it: files, threads, time, chance and
 * the network. An environment serves one server once.
 */
public interface RaftEnvironment extends AutoCloseable {

	/**
	 * Return an environment that keeps data in a directory of this machine.
	 * @param dataDirectory the directory, made when it does not exist
	 * @return the environment
	 */
	static RaftEnvironment onDisk(Path dataDirectory) {
		return new LocalEnvironment(new LockedDirectory.Opener(dataDirectory));
	}

	/**
	 * Return an environment that keeps nothing: data is lost when the server is closed.
	 * For tests.
	 * @return the environment
	 */
	static RaftEnvironment inMemory() {
		return new LocalEnvironment(MemoryDirectory::new);
	}

	/**
	 * Take hold of the files of the node.
	 * @return the files
	 * @throws DataDirectoryInUseException if another server holds them
	 * @throws RaftStartupException if they cannot be opened
	 */
	NodeDirectory openDirectory();

	/**
	 * Return how many dispatchers the groups are to be spread over.
	 * @return the number, at least one
	 */
	int dispatcherCount();

	/**
	 * Start a dispatcher.
	 * @param name its name
	 * @param failureHandler told of what escapes from the groups
	 * @return the running dispatcher
	 */
	Dispatcher startDispatcher(String name, FailureHandler failureHandler);

	/**
	 * Return who is told of exceptions that escape from the code of a group.
	 * @return the handler
	 */
	FailureHandler failureHandler();

	/**
	 * Return what does blocking work on files.
	 * @return an executor whose threads may block
	 */
	Executor storageExecutor();

	/**
	 * Return what runs the state machine of a group.
	 * @param group the group
	 * @return an executor whose threads may block, perhaps one for several groups
	 */
	Executor applyExecutor(RaftGroupConfig group);

	/**
	 * Return what calls the listeners of the application.
	 * @return an executor whose threads may block, for a long time
	 */
	Executor listenerExecutor();

	/**
	 * Make the transport.
	 * @param nodeId this node
	 * @param startNumber how often it was started
	 * @param listen the address to bind, or {@code null} for none
	 * @return the transport, not started
	 */
	Transport createTransport(int nodeId, long startNumber, @Nullable HostPort listen);

	/**
	 * Return a source of chance that differs between nodes and starts.
	 * @return a new source
	 */
	SplittableRandom newRandom();

	/**
	 * Return what makes rare things common, for simulations.
	 * @return what decides; nothing strikes unless an environment says otherwise
	 */
	default Failpoints failpoints() {
		return Failpoints.NONE;
	}

	/**
	 * Return how large the journal is that all groups of the node share.
	 * @return its size: up to four files of 16 MiB for writes of up to 256 KiB, as larger
	 * ones gain little from company, unless an environment says otherwise
	 */
	default JournalConfiguration journal() {
		return new JournalConfiguration(16 * 1024 * 1024, 4, 256 * 1024);
	}

	/**
	 * Return what measures the groups.
	 * @return what does; nothing is measured unless an environment says otherwise
	 */
	default GroupMeters.Source meters() {
		return GroupMeters.Source.NONE;
	}

	/**
	 * Return this environment with groups that are measured.
	 * @param meters what measures them, as {@link io.dongting.raft.metrics.RaftMeters}
	 * does
	 * @return the environment to give to a server in the place of this one
	 */
	default RaftEnvironment measuredBy(GroupMeters.Source meters) {
		return new MeasuredEnvironment(this, meters);
	}

	/**
	 * Make an identity that nobody else has.
	 * @return a new uuid
	 */
	UUID newUuid();

	/**
	 * End all threads. Called by the server after everything else is closed but the
	 * {@linkplain #openDirectory() directory}, which nothing may be written to any more
	 * when it is let go of.
	 */
	@Override
	void close();

}
