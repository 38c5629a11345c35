package io.dongting.samples.kvstore;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.OutcomeUnknownException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Says over HTTP what became of a call that was not answered: refused because of what it
 * asks for, not executed and safe to repeat, or nobody knows.
 */
@RestControllerAdvice
class KvErrors {

	private static final String RETRY_AFTER_SECONDS = "1";

	@ExceptionHandler
	ResponseEntity<Refusal> badRequest(BadRequestException ex) {
		return refusal(HttpStatus.BAD_REQUEST, ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<Refusal> tooLarge(TooLargeException ex) {
		return refusal(HttpStatus.CONTENT_TOO_LARGE, ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<?> notExecuted(NotExecutedException ex) {
		if (ex.reason() == NotExecutedException.Reason.TOO_LARGE) {
			return refusal(HttpStatus.CONTENT_TOO_LARGE, ex.getMessage());
		}
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
			.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
			.contentType(MediaType.APPLICATION_JSON)
			.body(new Outcome("not-executed"));
	}

	@ExceptionHandler
	ResponseEntity<Outcome> outcomeUnknown(OutcomeUnknownException ex) {
		return ResponseEntity.status(HttpStatus.GATEWAY_TIMEOUT)
			.contentType(MediaType.APPLICATION_JSON)
			.body(new Outcome("unknown"));
	}

	private static ResponseEntity<Refusal> refusal(HttpStatus status, @Nullable String message) {
		return ResponseEntity.status(status)
			.contentType(MediaType.APPLICATION_JSON)
			.body(new Refusal(status.getReasonPhrase(), message));
	}

	/**
	 * A request was refused.
	 *
	 * @param error what kind of error
	 * @param message what is wrong with the request
	 */
	record Refusal(String error, @Nullable String message) {

	}

	/**
	 * What became of a call.
	 *
	 * @param outcome {@code not-executed} or {@code unknown}
	 */
	record Outcome(String outcome) {

	}

}
