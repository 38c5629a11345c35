package io.dongting.samples.kvstore;

/**
 * A key, a value or a request is larger than allowed. Nothing was changed.
 */
public class TooLargeException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message what is too large, and how large it may be
	 */
	public TooLargeException(String message) {
		super(message);
	}

}
