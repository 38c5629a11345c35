package io.dongting.samples.kvstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A part of what is sent to Kubernetes. What is asked for and not there is an error.
 *
 * @param content the part, made of maps, lists and values
 */
record Manifest(Object content) {

	private static final Path FILE = Path.of("kubernetes", "kv-store.yaml");

	/** All resources of the sample. */
	static List<Manifest> readAll() {
		try {
			List<Manifest> resources = new ArrayList<>();
			new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Files.readString(FILE))
				.forEach((resource) -> resources.add(new Manifest(resource)));
			return resources;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The one resource with a kind and a name. */
	static Manifest read(String kind, String name) {
		List<Manifest> found = readAll().stream()
			.filter((resource) -> resource.text("kind").equals(kind) && resource.text("metadata.name").equals(name))
			.toList();
		if (found.size() != 1) {
			throw new AssertionError("There are " + found.size() + " of " + kind + " " + name);
		}
		return found.get(0);
	}

	/**
	 * Return a part.
	 * @param path names separated by dots; a number is a position in a list
	 */
	Manifest at(String path) {
		return at(path.split("\\."));
	}

	Manifest at(String... path) {
		Object current = this.content;
		for (String name : path) {
			current = (current instanceof List<?> list) ? list.get(Integer.parseInt(name))
					: ((Map<?, ?>) current).get(name);
			if (current == null) {
				throw new AssertionError("There is no " + Arrays.toString(path) + " in " + this.content);
			}
		}
		return new Manifest(current);
	}

	String text(String path) {
		return at(path).content.toString();
	}

	int number(String path) {
		return (Integer) at(path).content;
	}

	List<Manifest> list(String path) {
		return ((List<?>) at(path).content).stream().<Manifest>map(Manifest::new).toList();
	}

	/** The element of a list that has a name. */
	Manifest named(String path, String name) {
		return list(path).stream()
			.filter((element) -> element.text("name").equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("Nothing in " + path + " is named " + name));
	}

}
