package io.dongting.spring.actuate.operation;

import java.util.function.Supplier;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Gives the outcome of an operation its HTTP status.
 */
public final class WebAnswer {

	private WebAnswer() {
	}

	/**
	 * Run an operation.
	 * @param operation returns the body of a successful answer
	 * @return that body with status 200, or an {@link ErrorDescriptor} with the status of
	 * the failure
	 */
	public static WebEndpointResponse<Object> of(Supplier<?> operation) {
		try {
			return new WebEndpointResponse<>(operation.get());
		}
		catch (OperationFailedException ex) {
			return new WebEndpointResponse<>(ex.descriptor(), ex.failure().status());
		}
	}

}
