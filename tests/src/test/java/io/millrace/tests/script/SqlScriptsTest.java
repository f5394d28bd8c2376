package io.millrace.tests.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tests.script.Variant.Cut;
import io.millrace.tests.script.Variant.Restarts;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every script under {@code sql}: as written at several parallelisms, then with its input cut
 * in other ways, comparing what all changes add up to.
 *
 * <p>{@code -Dmillrace.scripts=003} runs the scripts whose path contains that text; {@code
 * -Dmillrace.seed=…} repeats the random cuts of a run that printed this seed.
 */
class SqlScriptsTest {
  private static final List<Integer> PARALLELISMS = List.of(1, 2, 4);
  private static final Variant STRAIGHT = Variant.asWritten(1);

  /** What the straight run of each script adds up to. */
  private final Map<String, List<List<String>>> straight = new HashMap<>();

  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicNode> scripts() throws IOException, URISyntaxException {
    URL folder = Objects.requireNonNull(SqlScriptsTest.class.getResource("/sql"));
    Path root = Path.of(folder.toURI());
    String wanted = System.getProperty("millrace.scripts", "");
    long seed = Long.getLong("millrace.seed", new Random().nextLong(1_000_000));
    List<DynamicNode> nodes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".mtest")).sorted().toList()) {
        String name = root.relativize(file).toString();
        if (name.contains(wanted)) {
          nodes.add(container(file, name, seed));
        }
      }
    }
    assertThat(nodes).as("scripts that match " + wanted).isNotEmpty();
    return nodes.stream();
  }

  private DynamicNode container(Path file, String name, long seed) throws IOException {
    TestScript script = ScriptParser.parse(name, Files.readString(file));
    return DynamicContainer.dynamicContainer(
        name,
        file.toUri(),
        variants(script, seed).stream()
            .map(
                variant ->
                    DynamicTest.dynamicTest(name + ": " + variant, () -> run(script, variant))));
  }

  private static List<Variant> variants(TestScript script, long seed) {
    List<Variant> variants = new ArrayList<>();
    PARALLELISMS.forEach(partitions -> variants.add(Variant.asWritten(partitions)));
    if (script.watches()) {
      variants.add(new Variant(2, Cut.AS_WRITTEN, Restarts.BEFORE_EVERY_BATCH, 0));
      variants.add(new Variant(1, Cut.AS_WRITTEN, Restarts.RANDOM, seed));
    }
    if (script.canBeCut()) {
      variants.add(new Variant(2, Cut.ONE_BATCH, Restarts.NONE, 0));
      variants.add(new Variant(1, Cut.ROW_BY_ROW, Restarts.NONE, 0));
      variants.add(new Variant(1, Cut.RANDOM, Restarts.NONE, seed));
      variants.add(new Variant(4, Cut.RANDOM, Restarts.RANDOM, seed + 1));
    }
    if (script.canBeCut() && !script.restarts()) {
      variants.add(new Variant(2, Cut.CONTINUOUS, Restarts.NONE, seed + 2));
    }
    return variants;
  }

  private void run(TestScript script, Variant variant) throws IOException {
    List<List<String>> result = result(script, variant);
    if (variant.equals(STRAIGHT)) {
      straight.put(script.name(), result);
      return;
    }
    if (!straight.containsKey(script.name())) {
      straight.put(script.name(), result(script, STRAIGHT));
    }
    assertThat(result)
        .as(script.name() + ", " + variant + " compared with " + STRAIGHT)
        .isEqualTo(straight.get(script.name()));
  }

  private List<List<String>> result(TestScript script, Variant variant) throws IOException {
    Path own = Files.createTempDirectory(directory, "run");
    try (ScriptRun run = new ScriptRun(script, variant, own)) {
      return run.run();
    }
  }
}
