package io.dongting.samples.kvstore;

import java.nio.charset.StandardCharsets;

import io.dongting.spring.RaftContext;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The store over HTTP. What goes wrong is answered by {@link KvErrors}.
 */
@RestController
@RequestMapping("/kv/{key}")
class KvController {

	private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

	private final KvStore store;

	KvController(KvStore store) {
		this.store = store;
	}

	@PutMapping
	ResponseEntity<Written> put(@PathVariable String key, HttpServletRequest request) {
		Limits.checkKey(key);
		String value = RequestText.read(request, Limits.VALUE_BYTES);
		return json(new Written(this.store.put(key, value, RaftContext.FROM_LOG)));
	}

	@GetMapping
	ResponseEntity<String> get(@PathVariable String key, @RequestParam(required = false) @Nullable String consistency) {
		Limits.checkKey(key);
		String value = (consistency != null) ? read(key, consistency) : this.store.get(key);
		return (value != null) ? ResponseEntity.ok().contentType(TEXT).body(value) : ResponseEntity.notFound().build();
	}

	private @Nullable String read(String key, String consistency) {
		return switch (consistency) {
			case "linearizable" -> this.store.get(key);
			case "lease" -> this.store.getWithinLease(key);
			case "stale" -> this.store.getStale(key);
			default -> throw new BadRequestException("The consistency must be linearizable, lease or stale.");
		};
	}

	@DeleteMapping
	ResponseEntity<Deleted> delete(@PathVariable String key) {
		Limits.checkKey(key);
		return json(new Deleted(this.store.delete(key)));
	}

	@PostMapping("/cas")
	ResponseEntity<Swapped> cas(@PathVariable String key, HttpServletRequest request) {
		Limits.checkKey(key);
		CasRequest cas = CasRequest.parse(RequestText.read(request, Limits.JSON_BYTES));
		Limits.checkValue(cas.value());
		return json(new Swapped(this.store.cas(key, cas.expected(), cas.value())));
	}

	@PostMapping("/append")
	ResponseEntity<Appended> append(@PathVariable String key, HttpServletRequest request) {
		Limits.checkKey(key);
		String suffix = RequestText.read(request, Limits.VALUE_BYTES);
		return json(new Appended(this.store.append(key, suffix)));
	}

	/**
	 * The type is not negotiated: a command has been executed by then, and an answer that
	 * the client did not ask for is better than an error that says nothing about it.
	 */
	private static <T> ResponseEntity<T> json(T body) {
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
	}

	/**
	 * A value was set.
	 *
	 * @param index where that stands in the log
	 */
	record Written(long index) {

	}

	/**
	 * A key was deleted.
	 *
	 * @param deleted whether there was such a key
	 */
	record Deleted(boolean deleted) {

	}

	/**
	 * A value was compared.
	 *
	 * @param swapped whether it was set
	 */
	record Swapped(boolean swapped) {

	}

	/**
	 * A value became longer.
	 *
	 * @param length how many characters it has
	 */
	record Appended(int length) {

	}

}
