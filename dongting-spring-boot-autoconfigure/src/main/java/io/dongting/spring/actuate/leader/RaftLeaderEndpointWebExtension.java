package io.dongting.spring.actuate.leader;

import io.dongting.spring.actuate.operation.WebAnswer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link RaftLeaderEndpoint} over HTTP.
 */
@EndpointWebExtension(endpoint = RaftLeaderEndpoint.class)
public class RaftLeaderEndpointWebExtension {

	private final RaftLeaderEndpoint delegate;

	/**
	 * Create the extension.
	 * @param delegate the endpoint
	 */
	public RaftLeaderEndpointWebExtension(RaftLeaderEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Hand over the leadership, see
	 * {@link RaftLeaderEndpoint#transfer(String, String, String)}.
	 * @param group the name of the group
	 * @param nodeId who is to lead, {@code null} for the follower that is best prepared
	 * @param timeout how long it may take
	 * @return what came of it
	 */
	@WriteOperation
	public WebEndpointResponse<Object> transfer(@Selector String group, @Nullable String nodeId,
			@Nullable String timeout) {
		return WebAnswer.of(() -> this.delegate.transfer(group, nodeId, timeout));
	}

}
