package io.millrace.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.error.ErrorKind;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The statements of all scripts and of the corpus of mistakes, with their words changed, end in a
 * result or in an error that is not ours. {@code -Dmillrace.fuzz=20000} runs so many instead of a
 * hundred, {@code -Dmillrace.seed=…} repeats a run.
 */
class MutatedStatementsTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/sql");
  private static final Path CORPUS = Path.of("src/test/resources/errors/corpus");
  private static final int MUTATIONS_OF_A_SCRIPT = 12;
  private static final int MOST_BATCHES = 20;

  /** What ends by itself, and touches nothing outside. */
  private static final Pattern STATEMENT =
      Pattern.compile(
          "^(?:SELECT|WITH|VALUES|CREATE|INSERT|UPDATE|DELETE|MERGE|TRUNCATE|EXPLAIN|DESCRIBE|DROP)\\b"
              + "[^;]*;",
          Pattern.MULTILINE);

  private static final Pattern OUTSIDE =
      Pattern.compile("\\$\\{dir}|\\bJAR\\b|'/|\\bfile\\b|\\bsocket\\b|\\brate\\b|CONTINUOUS");

  /** The statements of one script, in order. */
  private record Script(String name, List<String> statements) {}

  @Test
  void noStatementEndsInAnErrorOfOurs() throws IOException {
    long seed = Long.getLong("millrace.seed", new Random().nextLong(1_000_000));
    int count = Integer.getInteger("millrace.fuzz", 120);
    List<Script> scripts = scripts();
    Random random = new Random(seed);
    List<String> failures = new ArrayList<>();
    for (int done = 0; done < count; done += MUTATIONS_OF_A_SCRIPT) {
      Script script = scripts.get(random.nextInt(scripts.size()));
      try (Millrace millrace = Millrace.open()) {
        // What it needs is there before; its own mistakes are not of interest.
        script.statements().forEach(statement -> run(millrace, statement));
        for (int i = 0; i < MUTATIONS_OF_A_SCRIPT; i++) {
          List<String> others = scripts.get(random.nextInt(scripts.size())).statements();
          String mutated =
              new Mutation(random).of(pick(random, script.statements()), pick(random, others));
          run(millrace, mutated)
              .ifPresent(failure -> failures.add(script.name() + ": " + mutated + "\n" + failure));
        }
      }
    }
    assertThat(failures).as("seed %s", seed).isEmpty();
  }

  /** What went wrong, if it is no mistake of the statement's. */
  private static Optional<String> run(Millrace millrace, String statement) {
    try {
      StatementResult result = millrace.sql(statement);
      if (result instanceof StatementResult.Rows rows) {
        try (rows) {
          for (int i = 0; i < MOST_BATCHES && rows.next().isPresent(); i++) {
            // Only its failure is of interest.
          }
        }
      } else if (result instanceof StatementResult.Changes changes) {
        changes.close();
      } else if (result instanceof StatementResult.Started started) {
        started.query().stop();
      }
      return Optional.empty();
    } catch (MillraceException e) {
      return e.code().kind() == ErrorKind.INTERNAL ? Optional.of(trace(e)) : Optional.empty();
    } catch (RuntimeException | StackOverflowError e) {
      return Optional.of(trace(e));
    }
  }

  private static String trace(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    StringBuilder text = new StringBuilder(thrown.getMessage() + "\n" + root);
    for (int i = 0; i < Math.min(8, root.getStackTrace().length); i++) {
      text.append("\n    at ").append(root.getStackTrace()[i]);
    }
    return text.toString();
  }

  private static List<Script> scripts() throws IOException {
    List<Script> scripts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SCRIPTS)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".mtest")).sorted().toList()) {
        scripts.add(script(file, ""));
      }
    }
    String setup = Files.readString(CORPUS.resolve("setup.sql"));
    try (Stream<Path> files = Files.list(CORPUS)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".sql")).sorted().toList()) {
        scripts.add(script(file, setup + "\n"));
      }
    }
    return scripts.stream().filter(script -> !script.statements().isEmpty()).toList();
  }

  private static Script script(Path file, String setup) throws IOException {
    List<String> statements = new ArrayList<>();
    Matcher found = STATEMENT.matcher(setup + Files.readString(file));
    while (found.find()) {
      String statement = found.group().substring(0, found.group().length() - 1);
      if (!OUTSIDE.matcher(statement).find()) {
        statements.add(statement);
      }
    }
    return new Script(file.getFileName().toString(), statements);
  }

  private static <T> T pick(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
