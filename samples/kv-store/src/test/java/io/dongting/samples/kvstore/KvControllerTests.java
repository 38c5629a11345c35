package io.dongting.samples.kvstore;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Every row of the table, on one node in memory. Each test has a key of its own.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "dongting.raft.storage=memory")
@AutoConfigureRestTestClient
class KvControllerTests {

	private static final String LARGEST = "x".repeat(1024 * 1024);

	private final RestTestClient client;

	KvControllerTests(@Autowired RestTestClient client) {
		this.client = client;
	}

	@Test
	void putAnswersItsIndexInTheLogAndGetTheText() {
		put("greeting", "hello").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.index")
			.value(Integer.class,
					(first) -> put("greeting", "hallo").expectStatus()
						.isOk()
						.expectBody()
						.jsonPath("$.index")
						.isEqualTo(first + 1));
		expectValue("greeting", "hallo");
	}

	@ParameterizedTest
	@ValueSource(strings = { "linearizable", "lease", "stale" })
	void getTakesAConsistency(String consistency) {
		put("consistent", "value").expectStatus().isOk();
		get("/kv/consistent?consistency=" + consistency).expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_PLAIN)
			.expectBody(String.class)
			.isEqualTo("value");
	}

	@ParameterizedTest
	@ValueSource(strings = { "consistency=eventual", "consistency=", "consistency=Stale", "consistency=stale,stale" })
	void anotherConsistencyIsRefused(String query) {
		get("/kv/any?" + query).expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.message")
			.isEqualTo("The consistency must be linearizable, lease or stale.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "livenessProbe", "readinessProbe" })
	void probesOfKubernetesAreAnswered(String probe) {
		Manifest container = Manifest.read("StatefulSet", "kv-store").at("spec.template.spec.containers.0");
		get(container.text(probe + ".httpGet.path")).expectStatus().isOk();
	}

	@Test
	void getOfAnAbsentKeyIsNotFound() {
		get("/kv/absent").expectStatus().isNotFound();
	}

	@Test
	void deleteSaysWhetherThereWasSomething() {
		put("short-lived", "value").expectStatus().isOk();
		delete("short-lived").expectStatus().isOk().expectBody().json("{\"deleted\":true}");
		delete("short-lived").expectStatus().isOk().expectBody().json("{\"deleted\":false}");
		get("/kv/short-lived").expectStatus().isNotFound();
	}

	@Test
	void casSwapsOnlyTheExpectedValue() {
		cas("swapped", "{\"expected\":null,\"value\":\"one\"}", true);
		cas("swapped", "{\"expected\":null,\"value\":\"two\"}", false);
		cas("swapped", "{\"expected\":\"two\",\"value\":\"three\"}", false);
		expectValue("swapped", "one");
		cas("swapped", "{\"expected\":\"one\",\"value\":\"two\"}", true);
		expectValue("swapped", "two");
	}

	@Test
	void anEmptyTextIsAValue() {
		put("empty", "").expectStatus().isOk();
		get("/kv/empty").expectStatus().isOk().expectBody().isEmpty();
		cas("empty", "{\"expected\":null,\"value\":\"one\"}", false);
		cas("empty", "{\"expected\":\"\",\"value\":\"one\"}", true);
	}

	@Test
	void appendAnswersTheLengthInCharacters() {
		append("appended", "grüß").expectStatus().isOk().expectBody().json("{\"length\":4}");
		append("appended", " dich \uD83D\uDE00").expectStatus().isOk().expectBody().json("{\"length\":11}");
		expectValue("appended", "grüß dich \uD83D\uDE00");
	}

	@Test
	void theTypeOfATextDoesNotMatter() {
		this.client.put()
			.uri("/kv/form")
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.accept(MediaType.TEXT_HTML)
			.body("a=b&c=%64".getBytes(StandardCharsets.UTF_8))
			.exchange()
			.expectStatus()
			.isOk();
		expectValue("form", "a=b&c=%64");
	}

	@Test
	void aTextMayHaveAnotherCharset() {
		this.client.put()
			.uri("/kv/latin")
			.contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.ISO_8859_1))
			.body("grüß".getBytes(StandardCharsets.ISO_8859_1))
			.exchange()
			.expectStatus()
			.isOk();
		expectValue("latin", "grüß");
	}

	@Test
	void bytesThatAreNoTextAreRefused() {
		this.client.put()
			.uri("/kv/binary")
			.body(new byte[] { 'a', (byte) 0xFF })
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.message")
			.isEqualTo("The body is not valid text in UTF-8.");
		get("/kv/binary").expectStatus().isNotFound();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "\"text\"", "{\"expected\":null,", "{\"value\":\"a\"}", "{\"expected\":\"a\"}",
			"{\"expected\":null,\"value\":null}", "{\"expected\":1,\"value\":\"a\"}",
			"{\"expected\":null,\"value\":\"a\",\"ttl\":1}", "{\"expected\":null,\"value\":\"a\"} {}",
			"{\"expected\":null,\"expected\":null,\"value\":\"a\"}", "{\"expected\":null,\"value\":\"\\ud83d\"}" })
	void jsonThatIsNoCompareAndSetIsRefused(String body) {
		this.client.post()
			.uri("/kv/never/cas")
			.body(body.getBytes(StandardCharsets.UTF_8))
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.message")
			.isNotEmpty();
		get("/kv/never").expectStatus().isNotFound();
	}

	@Test
	void keysHaveALimit() {
		String largest = "k".repeat(512);
		put(largest, "value").expectStatus().isOk();
		expectValue(largest, "value");
		expectTooLarge(put(largest + "k", "value"), "The key is larger than 512 bytes.");
		expectTooLarge(put("ü".repeat(257), "value"), "The key is larger than 512 bytes.");
		expectTooLarge(get("/kv/" + largest + "k"), "The key is larger than 512 bytes.");
		expectTooLarge(delete(largest + "k"), "The key is larger than 512 bytes.");
	}

	@Test
	void valuesHaveALimit() {
		put("large", LARGEST).expectStatus().isOk();
		expectTooLarge(put("large", LARGEST + "x"), "The body is larger than 1048576 bytes.");
		expectTooLarge(append("large", "x"), "The value is, or would become, larger than 1048576 bytes.");
		expectValue("large", LARGEST);
	}

	@Test
	void compareAndSetHasTheSameLimit() {
		cas("large-cas", "{\"expected\":null,\"value\":\"" + LARGEST + "\"}", true);
		cas("large-cas", "{\"expected\":\"" + LARGEST + "\",\"value\":\"" + "\\u0001".repeat(LARGEST.length()) + "\"}",
				true);
		expectTooLarge(this.client.post()
			.uri("/kv/large-cas/cas")
			.body(("{\"expected\":null,\"value\":\"" + LARGEST + "x\"}").getBytes(StandardCharsets.UTF_8))
			.exchange(), "The value is, or would become, larger than 1048576 bytes.");
		expectValue("large-cas", "\u0001".repeat(LARGEST.length()));
	}

	@Test
	void theNodeIsReadyAndShowsItsGroup() {
		get("/actuator/health/readiness").expectStatus().isOk();
		get("/actuator/raft/kv").expectStatus().isOk().expectBody().jsonPath("$.role").isEqualTo("LEADER");
	}

	private RestTestClient.ResponseSpec put(String key, String value) {
		return this.client.put().uri("/kv/{key}", key).body(value.getBytes(StandardCharsets.UTF_8)).exchange();
	}

	private RestTestClient.ResponseSpec append(String key, String suffix) {
		return this.client.post().uri("/kv/{key}/append", key).body(suffix.getBytes(StandardCharsets.UTF_8)).exchange();
	}

	private RestTestClient.ResponseSpec delete(String key) {
		return this.client.delete().uri("/kv/{key}", key).exchange();
	}

	private RestTestClient.ResponseSpec get(String uri) {
		return this.client.get().uri(uri).exchange();
	}

	private void cas(String key, String body, boolean swapped) {
		this.client.post()
			.uri("/kv/{key}/cas", key)
			.body(body.getBytes(StandardCharsets.UTF_8))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(Map.class)
			.isEqualTo(Map.of("swapped", swapped));
	}

	private void expectValue(String key, String value) {
		this.client.get()
			.uri("/kv/{key}", key)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo(value);
	}

	private static void expectTooLarge(RestTestClient.ResponseSpec response, String message) {
		response.expectStatus().isEqualTo(413).expectBody().jsonPath("$.message").isEqualTo(message);
	}

}
