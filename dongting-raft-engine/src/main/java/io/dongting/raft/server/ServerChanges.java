package io.dongting.raft.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import io.dongting.fiber.FiberChannel;
import io.dongting.fiber.FiberFrame;
import io.dongting.fiber.FiberFuture;
import io.dongting.fiber.FiberGroup;
import io.dongting.fiber.Step;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.server.ServerChangeException.Reason;
import io.dongting.raft.storage.StorageLane;
import io.dongting.raft.storage.StorageLane.StorageWork;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what is changed while a server runs, one change after the other, as fibers
 * of a group of their own: a change that waits for a disk keeps no Raft group waiting.
 */
final class ServerChanges {

	private static final int MAX_WAITING = 1000;

	private final FiberGroup fibers;

	private final StorageLane storage;

	private final FiberChannel<Attempt<?>> waiting;

	/**
	 * Begin to carry out changes.
	 * @param fibers where; stopped by {@link #close()}
	 * @param storageExecutor does blocking work
	 */
	ServerChanges(FiberGroup fibers, Executor storageExecutor) {
		this.fibers = fibers;
		this.storage = new StorageLane(fibers, storageExecutor);
		this.waiting = fibers.newChannel("changes", MAX_WAITING);
		fibers.execute(() -> fibers.start("changes", new Loop()));
	}

	/**
	 * Carry out a change after those submitted before. Any thread.
	 * @param change the change
	 * @param <T> what it results in
	 * @return completed when the change is done, on a thread of the engine
	 */
	<T extends @Nullable Object> CompletableFuture<T> submit(FiberFrame<T> change) {
		Attempt<T> attempt = new Attempt<>(change);
		if (!this.waiting.offer(attempt)) {
			attempt.refuse();
		}
		return attempt.outcome;
	}

	/**
	 * Do blocking work. On the thread of the changes only.
	 * @param name what it is, for dumps
	 * @param work the work
	 * @param <T> what it results in
	 * @return completed with what the work returned or threw
	 */
	<T extends @Nullable Object> FiberFuture<T> onStorage(String name, StorageWork<T> work) {
		FiberFuture<T> done = this.fibers.newFuture(name);
		this.storage.submit(work, done::complete, done::completeExceptionally);
		return done;
	}

	/**
	 * Wait for something that happens elsewhere.
	 * @param name what it is, for dumps
	 * @param stage completed when it has happened
	 * @return completed then
	 */
	FiberFuture<@Nullable Void> elsewhere(String name, CompletionStage<Void> stage) {
		FiberFuture<@Nullable Void> done = this.fibers.newFuture(name);
		stage.whenComplete((nothing, failure) -> {
			if (failure != null) {
				done.completeExceptionally(failure);
			}
			else {
				done.complete(null);
			}
		});
		return done;
	}

	/**
	 * Begin no more changes, and let the one under way come to its end.
	 * @return completed when that is so
	 */
	CompletionStage<Void> close() {
		this.fibers.execute(() -> this.waiting.close().forEach(Attempt::refuse));
		return this.fibers.stopped();
	}

	/** One change after the other, until there will be no more. */
	private final class Loop extends FiberFrame<@Nullable Void> {

		@Override
		protected Step execute() {
			return take(ServerChanges.this.waiting,
					(attempt) -> this.<@Nullable Void>call(attempt, (nothing) -> execute()));
		}

		@Override
		protected Step handle(Exception failure) throws Exception {
			if (ServerChanges.this.waiting.isClosed()) {
				return finish();
			}
			throw failure;
		}

		@Override
		protected void onFinally() {
			ServerChanges.this.waiting.close().forEach(Attempt::refuse);
			group().stop();
		}

	}

	/**
	 * Tells whoever submitted a change what became of it.
	 *
	 * @param <T> what the change results in
	 */
	private final class Attempt<T extends @Nullable Object> extends FiberFrame<@Nullable Void> {

		private final FiberFrame<T> change;

		private final CompletableFuture<T> outcome = new CompletableFuture<>();

		Attempt(FiberFrame<T> change) {
			this.change = change;
		}

		void refuse() {
			boolean ending = ServerChanges.this.waiting.isClosed();
			this.outcome.completeExceptionally(ending
					? new ServerChangeException(Reason.NOT_RUNNING, "The server is being stopped.")
					: new ServerChangeException(Reason.OVERLOADED, MAX_WAITING + " changes are waiting already."));
		}

		@Override
		protected Step execute() {
			return call(this.change, (result) -> {
				this.outcome.complete(result);
				return finish();
			});
		}

		@Override
		protected Step handle(Exception failure) {
			this.outcome.completeExceptionally(failure);
			return finish();
		}

		/** Cancelled with its dispatcher, it says at least that it will not go on. */
		@Override
		protected void onFinally() {
			this.outcome
				.completeExceptionally(new OutcomeUnknownException("The server stopped in the middle of the change."));
		}

	}

}
