package io.dongting.samples.benchmark.run;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the class path of a contestant: that of this process, or the jar of the module
 * that has the contestant, which names all it needs.
 */
final class ClassPaths {

	private ClassPaths() {
	}

	static String of(Entrant entrant) {
		return entrant.module().isEmpty() ? own() : jar(entrant.module()).toString();
	}

	static String own() {
		return System.getProperty("java.class.path");
	}

	/** The modules of contestants lie in this one, each with a build directory. */
	private static Path jar(String module) {
		try {
			Path here = Path.of(ClassPaths.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			Path jar = here.resolveSibling("../" + module + "/target/benchmark-" + module + ".jar").normalize();
			if (!Files.exists(jar)) {
				throw new IllegalStateException("There is no " + jar + ": build the module samples/benchmark/" + module
						+ ", or leave the contestant out");
			}
			return jar;
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
