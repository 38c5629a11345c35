package io.dongting.spring.autoconfigure.actuate;

import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls the operations of an endpoint over HTTP.
 */
final class Operations {

	private final RestTestClient client;

	private final String base;

	Operations(RestTestClient client, String base) {
		this.client = client;
		this.base = base;
	}

	Answer get(String path) {
		return new Answer(this.client.get().uri(this.base + path).exchange());
	}

	Answer post(String path, String json) {
		return post(path, MediaType.APPLICATION_JSON, json);
	}

	Answer postText(String path, String text) {
		return post(path, MediaType.TEXT_PLAIN, text);
	}

	private Answer post(String path, MediaType type, String body) {
		return new Answer(this.client.post().uri(this.base + path).contentType(type).body(body).exchange());
	}

	Answer delete(String path) {
		return new Answer(this.client.delete().uri(this.base + path).exchange());
	}

	/**
	 * What was answered.
	 *
	 * @param response the response
	 */
	record Answer(ResponseSpec response) {

		void hasStatus(int status) {
			this.response.expectStatus().isEqualTo(status);
		}

		void refuses(String messageStart) {
			this.response.expectStatus()
				.isBadRequest()
				.expectBody()
				.jsonPath("$.error")
				.isEqualTo("Bad Request")
				.jsonPath("$.result")
				.isEqualTo("BAD_VALUE")
				.jsonPath("$.message")
				.value((message) -> assertThat((String) message).startsWith(messageStart));
		}

		void answers(int status, String json) {
			this.response.expectStatus().isEqualTo(status).expectBody().json(json, JsonCompareMode.STRICT);
		}

	}

}
