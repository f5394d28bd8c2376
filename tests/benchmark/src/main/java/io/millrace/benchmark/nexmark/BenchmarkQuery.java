package io.millrace.benchmark.nexmark;

import io.millrace.benchmark.command.UsageException;
import io.millrace.benchmark.data.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A query of the benchmark. It stands in a file of its name, whose first line tells how it is run
 * over a stream: {@code -- reads=bid count=append hash=append}, the tables it reads and the output
 * modes in which its rows are counted and hashed; {@code columns=0,2} hashes two columns alone.
 *
 * @param name the name of its file
 * @param reads the tables it reads
 * @param countMode the mode in which its output is counted: what one would use
 * @param hashMode the mode in which its output is hashed: one that gives old rows, too
 * @param hashColumns the columns that are hashed, where SQL leaves open which rows are given; empty
 *     for all
 * @param sql the SELECT
 */
public record BenchmarkQuery(
    String name,
    List<Table> reads,
    String countMode,
    String hashMode,
    String hashColumns,
    String sql) {
  private static final String SUFFIX = ".sql";

  public BenchmarkQuery {
    reads = List.copyOf(reads);
  }

  /** Reads a query; {@code home} is the directory of the benchmark. */
  public static BenchmarkQuery load(Path home, String name) throws IOException {
    Path directory = directory(home, "millrace");
    Path file = directory.resolve(name + SUFFIX);
    if (!Files.exists(file)) {
      throw new UsageException(
          "there is no query " + name + "; there are " + String.join(", ", names(home)));
    }
    String text = Files.readString(file);
    String head = text.lines().findFirst().orElseThrow();
    List<Table> reads = new ArrayList<>();
    for (String table : word(head, "reads").split(",")) {
      reads.add(Table.valueOf(table.toUpperCase(Locale.ROOT)));
    }
    String sql = text.substring(head.length()).strip();
    String columns = head.contains("columns=") ? word(head, "columns") : "";
    return new BenchmarkQuery(name, reads, word(head, "count"), word(head, "hash"), columns, sql);
  }

  private static String word(String head, String name) {
    for (String word : head.split(" ")) {
      if (word.startsWith(name + "=")) {
        return word.substring(name.length() + 1);
      }
    }
    throw new IllegalStateException("no " + name + " in " + head);
  }

  /** The queries in the text of an engine: {@code millrace}, {@code flink}, {@code spark} … */
  public static Path directory(Path home, String engine) {
    return home.resolve("sql").resolve(engine);
  }

  /** All queries, in their order. */
  public static List<String> names(Path home) throws IOException {
    List<String> names = new ArrayList<>();
    try (var files = Files.newDirectoryStream(directory(home, "millrace"), "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        names.add(name.substring(0, name.length() - SUFFIX.length()));
      }
    }
    names.sort(BenchmarkQuery::compareNames);
    return names;
  }

  /** By number, then by what follows it: q2, q5-count, q14. */
  private static int compareNames(String left, String right) {
    int byNumber = Integer.compare(number(left), number(right));
    return byNumber == 0 ? left.compareTo(right) : byNumber;
  }

  private static int number(String name) {
    return Integer.parseInt(name.replaceAll("\\D*(\\d+).*", "$1"));
  }

  /** How many rows it reads of so many events, each table once. */
  public long rowsIn(long events) {
    return reads.stream().mapToLong(table -> table.rows(events)).sum();
  }
}
