package io.dongting.spring.actuate.server;

import io.dongting.spring.actuate.operation.WebAnswer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link RaftNodesEndpoint} over HTTP.
 */
@EndpointWebExtension(endpoint = RaftNodesEndpoint.class)
public class RaftNodesEndpointWebExtension {

	private final RaftNodesEndpoint delegate;

	/**
	 * Create the extension.
	 * @param delegate the endpoint
	 */
	public RaftNodesEndpointWebExtension(RaftNodesEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Make a node known, see {@link RaftNodesEndpoint#add}.
	 * @param id the node
	 * @param address where it is reached
	 * @return what came of it
	 */
	@WriteOperation
	public WebEndpointResponse<Object> add(@Selector String id, @Nullable String address) {
		return WebAnswer.of(() -> this.delegate.add(id, address));
	}

	/**
	 * Forget a node, see {@link RaftNodesEndpoint#remove}.
	 * @param id the node
	 * @return what came of it
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> remove(@Selector String id) {
		return WebAnswer.of(() -> this.delegate.remove(id));
	}

}
