package io.millrace.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.error.SourceText;
import io.millrace.shell.command.ExitCode;
import io.millrace.shell.command.ScriptRunner;
import io.millrace.shell.log.LogFile;
import io.millrace.shell.render.ErrorPrinter;
import io.millrace.shell.render.OutputFormat;
import io.millrace.shell.render.ResultPrinter;
import io.millrace.shell.render.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documentation shows is true. The {@code sql} blocks of a page run one after the other in
 * one session and must not fail; those marked {@code sql error} must. An {@code output} block is
 * exactly what the command prints for the block before it. A {@code java} block is part of {@link
 * EmbeddingExample}, of another program beside it, or of one of the examples, all of which are run.
 */
class DocsTest {
  private static final Set<String> KINDS =
      Set.of("sql", "sql error", "output", "java", "text", "sh", "xml", "");

  @TempDir private static Path scratch;

  @TestFactory
  Stream<DynamicTest> pagesAreTrue() throws IOException {
    Path root = Repository.root();
    return Repository.pages().stream()
        .map(page -> DynamicTest.dynamicTest(root.relativize(page).toString(), () -> run(page)));
  }

  @Test
  void theEmbeddingExampleRuns() {
    assertThat(EmbeddingExample.run()).isEqualTo("ann 2");
  }

  @Test
  void theExampleOfFunctionsRuns() {
    assertThat(EmbeddingExample.functions()).isEqualTo("[HELLO!, 1.5]");
  }

  @Test
  void theExampleOfSinksRuns() {
    assertThat(EmbeddingExample.sinks()).isEqualTo("batch 0: ann nobody");
  }

  private static void run(Path page) throws IOException {
    List<Block> blocks = Block.of(Files.readString(page));
    try (Session session = new Session()) {
      String printed = "";
      for (Block block : blocks) {
        assertThat(KINDS).as("kind of the block in line %d", block.line()).contains(block.info());
        switch (block.info()) {
          case "sql" -> printed = session.run(page, block, true);
          case "sql error" -> printed = session.run(page, block, false);
          case "output" ->
              assertThat(printed).as("output in line %d", block.line()).isEqualTo(block.text());
          case "java" -> assertIsPartOfTheExample(block);
          default -> {
            // For people only.
          }
        }
      }
    }
  }

  private static void assertIsPartOfTheExample(Block block) throws IOException {
    List<String> programs = new ArrayList<>();
    for (String place :
        List.of(
            "tests/src/test/java/io/millrace/tests/docs",
            "tests/src/test/java/com/acme",
            "examples")) {
      try (Stream<Path> files = Files.walk(Repository.root().resolve(place))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          programs.add(withoutLayout(Files.readString(file)));
        }
      }
    }
    String wanted = withoutLayout(block.text());
    assertThat(programs.stream().anyMatch(program -> program.contains(wanted)))
        .as("the block in line %d is part of a program that is run", block.line())
        .isTrue();
  }

  private static String withoutLayout(String code) {
    return code.replaceAll("\\s+", "");
  }

  /** A session whose paths lead from the root of the repository, and whose output goes nowhere. */
  private static final class Session implements AutoCloseable {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final Millrace millrace = Millrace.builder().console(stream).open();

    String run(Path page, Block block, boolean fine) {
      String root = Repository.root().toString();
      String sql =
          block
              .text()
              .replace("'examples/output/", "'" + scratch + "/")
              .replace("'examples/", "'" + root + "/examples/");
      Screen screen = new Screen(stream, stream, false, false, false, 100, false);
      ScriptRunner runner =
          new ScriptRunner(
              millrace,
              screen,
              ResultPrinter.of(OutputFormat.TABLE, screen),
              new ErrorPrinter(screen, new LogFile(scratch.resolve("millrace.log"))),
              false);
      printed.reset();
      ExitCode code = runner.run(List.of(new SourceText("", sql)));
      String output = printed.toString(StandardCharsets.UTF_8);
      assertThat(code == ExitCode.FINE)
          .as("%s, block in line %d, printed:%n%s", page.getFileName(), block.line(), output)
          .isEqualTo(fine);
      return output;
    }

    @Override
    public void close() {
      millrace.close();
    }
  }
}
