package io.dongting.spring.actuate.config;

import io.dongting.spring.actuate.operation.WebAnswer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link RaftConfigEndpoint} over HTTP.
 */
@EndpointWebExtension(endpoint = RaftConfigEndpoint.class)
public class RaftConfigEndpointWebExtension {

	private final RaftConfigEndpoint delegate;

	/**
	 * Create the extension.
	 * @param delegate the endpoint
	 */
	public RaftConfigEndpointWebExtension(RaftConfigEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Change who belongs to a group, see {@link RaftConfigEndpoint#change}.
	 * @param group the name of the group
	 * @param members the new voters
	 * @param observers the new observers
	 * @param timeout how long it may take
	 * @param dryRun whether only to say what the change would lead to
	 * @return what came of it
	 */
	@WriteOperation
	public WebEndpointResponse<Object> change(@Selector String group, @Nullable String members,
			@Nullable String observers, @Nullable String timeout, @Nullable String dryRun) {
		return WebAnswer.of(() -> this.delegate.change(group, members, observers, timeout, dryRun));
	}

	/**
	 * Take one step of a change, see {@link RaftConfigEndpoint#step}.
	 * @param group the name of the group
	 * @param step {@code prepare}, {@code commit} or {@code abort}
	 * @param members to prepare: the voters as the caller knows them
	 * @param observers to prepare: the observers as the caller knows them
	 * @param newMembers to prepare: the new voters
	 * @param newObservers to prepare: the new observers
	 * @param timeout to prepare: how long it may take
	 * @param prepareIndex to commit: what the preparation returned
	 * @return what came of it
	 */
	@WriteOperation
	public WebEndpointResponse<Object> step(@Selector String group, @Selector String step, @Nullable String members,
			@Nullable String observers, @Nullable String newMembers, @Nullable String newObservers,
			@Nullable String timeout, @Nullable String prepareIndex) {
		return WebAnswer.of(() -> this.delegate.step(group, step, members, observers, newMembers, newObservers, timeout,
				prepareIndex));
	}

}
