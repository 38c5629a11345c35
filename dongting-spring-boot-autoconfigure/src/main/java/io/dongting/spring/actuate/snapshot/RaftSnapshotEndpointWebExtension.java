package io.dongting.spring.actuate.snapshot;

import io.dongting.spring.actuate.operation.WebAnswer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link RaftSnapshotEndpoint} over HTTP.
 */
@EndpointWebExtension(endpoint = RaftSnapshotEndpoint.class)
public class RaftSnapshotEndpointWebExtension {

	private final RaftSnapshotEndpoint delegate;

	/**
	 * Create the extension.
	 * @param delegate the endpoint
	 */
	public RaftSnapshotEndpointWebExtension(RaftSnapshotEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Save the state of a group on this node, see {@link RaftSnapshotEndpoint#save}.
	 * @param group the name of the group
	 * @param timeout how long to wait
	 * @return what came of it
	 */
	@WriteOperation
	public WebEndpointResponse<Object> save(@Selector String group, @Nullable String timeout) {
		return WebAnswer.of(() -> this.delegate.save(group, timeout));
	}

	/**
	 * Mark old log for deletion on this node, see {@link RaftSnapshotEndpoint#truncate}.
	 * @param group the name of the group
	 * @param beforeIndex the first entry that is to be kept
	 * @param before from when on entries are to be kept
	 * @return what came of it
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> truncate(@Selector String group, @Nullable String beforeIndex,
			@Nullable String before) {
		return WebAnswer.of(() -> this.delegate.truncate(group, beforeIndex, before));
	}

}
