package io.dongting.samples.kvstore;

/**
 * A request that nobody can follow.
 */
class BadRequestException extends RuntimeException {

	BadRequestException(String message) {
		super(message);
	}

}
