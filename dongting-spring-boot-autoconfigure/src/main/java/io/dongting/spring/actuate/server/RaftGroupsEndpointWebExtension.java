package io.dongting.spring.actuate.server;

import io.dongting.spring.actuate.operation.WebAnswer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link RaftGroupsEndpoint} over HTTP.
 */
@EndpointWebExtension(endpoint = RaftGroupsEndpoint.class)
public class RaftGroupsEndpointWebExtension {

	private final RaftGroupsEndpoint delegate;

	/**
	 * Create the extension.
	 * @param delegate the endpoint
	 */
	public RaftGroupsEndpointWebExtension(RaftGroupsEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Host a group on this node, see {@link RaftGroupsEndpoint#add}.
	 * @param name its name
	 * @param id its number
	 * @param members its first voters
	 * @param observers its first observers
	 * @return what came of it
	 */
	@WriteOperation
	public WebEndpointResponse<Object> add(@Selector String name, @Nullable String id, @Nullable String members,
			@Nullable String observers) {
		return WebAnswer.of(() -> this.delegate.add(name, id, members, observers));
	}

	/**
	 * Host a group no longer, see {@link RaftGroupsEndpoint#remove}.
	 * @param name its name
	 * @return what came of it
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> remove(@Selector String name) {
		return WebAnswer.of(() -> this.delegate.remove(name));
	}

}
