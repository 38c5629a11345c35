package io.dongting.samples.kvstore.blackbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A disk gives back something else than what was written.
 */
@Tag("long")
class DamagedDiskTests {

	private static final int KEYS = 100;

	@Test
	void oneFlippedBitIsFoundAndNothingWrongIsServed() throws Exception {
		try (ProcessCluster cluster = new ProcessCluster("flipped-bit")) {
			cluster.startAll();
			for (int key = 0; key < KEYS; key++) {
				put(cluster.node(1), key);
			}
			int leader = cluster.awaitLeader();
			int damaged = ProcessCluster.NODES.stream().filter((node) -> node != leader).findFirst().orElseThrow();
			cluster.stop(damaged);
			flipBitOf("value " + KEYS / 2 + ".", cluster.dataDirectory(damaged));
			cluster.start(damaged);
			ProcessCluster.await("the damage is reported",
					() -> cluster.node(damaged)
						.state()
						.filter((state) -> state.condition().equals("STORAGE_FAILED"))
						.isPresent());
			GroupState state = cluster.node(damaged).state().orElseThrow();
			assertThat(state.detail()).contains(".segment");
			assertThat(state.role()).isEqualTo("NONE");
			assertThat(cluster.node(damaged).health()).isEqualTo("DOWN STORAGE_FAILED");
			assertThat(cluster.node(damaged).isReady()).isFalse();
			for (int key = 0; key < KEYS; key++) {
				String name = "key-" + key;
				Ending right = new Ending.Read("value " + key + ".");
				assertThat(cluster.node(leader).execute(name, new Action.Get(), "linearizable")).isEqualTo(right);
				assertThat(cluster.node(damaged).execute(name, new Action.Get(), "stale")).isIn(right,
						new Ending.NotExecuted());
			}
			put(cluster.node(leader), KEYS);
			System.out.println("One bit flipped: node " + damaged + " says '" + state.detail() + "'");
		}
	}

	private static void put(KvNode node, int key) throws InterruptedException {
		assertThat(node.execute("key-" + key, new Action.Put("value " + key + "."), ""))
			.isInstanceOf(Ending.Written.class);
	}

	private static void flipBitOf(String text, Path directory) throws IOException {
		byte[] searched = text.getBytes(StandardCharsets.UTF_8);
		for (Path file : segments(directory)) {
			byte[] content = Files.readAllBytes(file);
			for (int i = 0; i < content.length - searched.length; i++) {
				if (Arrays.equals(content, i, i + searched.length, searched, 0, searched.length)) {
					content[i] ^= 1;
					Files.write(file, content, StandardOpenOption.WRITE);
					return;
				}
			}
		}
		throw new AssertionError("Nowhere in " + directory + " is '" + text + "'");
	}

	private static List<Path> segments(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.toString().endsWith(".segment")).toList();
		}
	}

}
