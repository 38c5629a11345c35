package io.dongting.spring.actuate.operation;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The answer when something is wrong.
 *
 * @param error the meaning of the HTTP status
 * @param result what is wrong, for programs
 * @param message what is wrong, for people
 */
public record ErrorDescriptor(String error, String result, String message) implements OperationResponseBody {

}
