package io.dongting.simulation.mutant;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles the changed sources of mutants against the classes of the engine as it is.
 */
final class MutantCompiler implements Closeable {

	private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

	/** One for all, since to open all those archives takes longer than to compile. */
	private final StandardJavaFileManager files = this.compiler.getStandardFileManager(null, null,
			StandardCharsets.UTF_8);

	/**
	 * Compile.
	 * @param mutant whose sources they are
	 * @param sources the text of each file, by its path
	 * @param classes the directory that takes the classes
	 * @throws IllegalStateException if there is a mistake that the compiler sees
	 */
	void compile(Mutant mutant, Map<String, String> sources, Path classes) throws IOException {
		List<JavaFileObject> units = new ArrayList<>();
		sources.forEach((path, text) -> units.add(new Source(path, text)));
		this.files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
		DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
		List<String> options = List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
		if (!this.compiler.getTask(null, this.files, found, options, null, units).call()) {
			throw new IllegalStateException("Mutant " + mutant.name() + " does not compile: " + found.getDiagnostics());
		}
	}

	@Override
	public void close() throws IOException {
		this.files.close();
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String path, String text) {
			super(URI.create("string:///" + path), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
