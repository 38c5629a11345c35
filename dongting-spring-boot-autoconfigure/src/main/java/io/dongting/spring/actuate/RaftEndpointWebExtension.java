package io.dongting.spring.actuate;

import io.dongting.spring.actuate.operation.ErrorDescriptor;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Gives the answers of {@link RaftEndpoint} over HTTP their status and, when something is
 * wrong, a body that says what.
 */
@EndpointWebExtension(endpoint = RaftEndpoint.class)
public class RaftEndpointWebExtension {

	private final RaftEndpoint delegate;

	/**
	 * Create the extension.
	 * @param delegate the endpoint
	 */
	public RaftEndpointWebExtension(RaftEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Show all that this node knows of a group.
	 * @param group the name of the group
	 * @return the group with status 200, or an error with status 404
	 */
	@ReadOperation
	public WebEndpointResponse<Object> group(@Selector String group) {
		GroupDescriptor descriptor = this.delegate.group(group);
		if (descriptor != null) {
			return new WebEndpointResponse<>(descriptor);
		}
		return new WebEndpointResponse<>(
				new ErrorDescriptor("Not Found", "NO_SUCH_GROUP", "This node has no Raft group '" + group + "'."),
				WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
