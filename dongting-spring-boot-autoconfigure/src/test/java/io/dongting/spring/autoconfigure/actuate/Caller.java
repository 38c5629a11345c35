package io.dongting.spring.autoconfigure.actuate;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Who calls an endpoint.
 */
enum Caller {

	/** May do everything where Spring Security guards the endpoints. */
	OPERATOR("operator:secret"),

	/** Is known, and may do nothing. */
	GUEST("guest:secret"),

	/** Does not know the password. */
	IMPOSTOR("operator:guess"),

	/** Does not say who it is. */
	ANONYMOUS(null);

	private final @Nullable String credentials;

	Caller(@Nullable String credentials) {
		this.credentials = credentials;
	}

	HttpRequest.Builder sign(HttpRequest.Builder request) {
		return (this.credentials == null) ? request : request.header("Authorization",
				"Basic " + Base64.getEncoder().encodeToString(this.credentials.getBytes(StandardCharsets.UTF_8)));
	}

}
