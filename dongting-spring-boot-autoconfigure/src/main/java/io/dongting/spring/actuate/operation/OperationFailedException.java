package io.dongting.spring.actuate.operation;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * An operation was not done, or is not known to have been done. Over HTTP it becomes a
 * status with an {@link ErrorDescriptor}; JMX shows the message.
 */
public class OperationFailedException extends InvalidEndpointRequestException {

	private final Failure failure;

	private final String result;

	private final String explanation;

	/**
	 * Create the exception.
	 * @param failure the kind of failure
	 * @param result what is wrong, for programs
	 * @param explanation what is wrong, for people
	 */
	public OperationFailedException(Failure failure, String result, String explanation) {
		this(failure, result, explanation, null);
	}

	/**
	 * Create the exception.
	 * @param failure the kind of failure
	 * @param result what is wrong, for programs
	 * @param explanation what is wrong, for people
	 * @param cause what was thrown, or {@code null}
	 */
	public OperationFailedException(Failure failure, String result, String explanation, @Nullable Throwable cause) {
		super(result + ": " + explanation, explanation, cause);
		this.failure = failure;
		this.result = result;
		this.explanation = explanation;
	}

	/**
	 * Return the kind of failure.
	 * @return the kind
	 */
	public Failure failure() {
		return this.failure;
	}

	/**
	 * Return what is wrong, for programs.
	 * @return a constant in upper case
	 */
	public String result() {
		return this.result;
	}

	ErrorDescriptor descriptor() {
		return new ErrorDescriptor(this.failure.reason(), this.result, this.explanation);
	}

}
