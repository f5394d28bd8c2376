package io.millrace.tests.sqllogic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.MillraceException;
import io.millrace.tests.sqllogic.SqlLogicFile.Change;
import io.millrace.tests.sqllogic.SqlLogicFile.Entry;
import io.millrace.tests.sqllogic.SqlLogicFile.Query;
import io.millrace.tests.sqllogic.SqlLogicFile.Sorting;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs each file under {@code sqllogic} twice: as it is, and with every query as a materialized
 * view that is made before the rows its tables get.
 *
 * <p>{@code -Dmillrace.sqllogic=directory} runs the files there instead. {@code
 * -Dmillrace.rewrite=true} writes the results anew, as DuckDB gives them.
 */
class SqlLogicTest {
  private static final Pattern DEFINITION = Pattern.compile("(?is)\\s*(CREATE|DROP|ALTER)\\b.*");

  @TestFactory
  Stream<DynamicTest> files() throws IOException, URISyntaxException {
    String elsewhere = System.getProperty("millrace.sqllogic", "");
    Path root =
        elsewhere.isEmpty()
            ? Path.of(Objects.requireNonNull(getClass().getResource("/sqllogic")).toURI())
            : Path.of(elsewhere);
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path path : files.filter(file -> file.toString().endsWith(".test")).sorted().toList()) {
        String name = root.relativize(path).toString();
        if (Boolean.getBoolean("millrace.rewrite")) {
          tests.add(DynamicTest.dynamicTest(name + ", written", () -> Rewriting.of(name)));
          continue;
        }
        tests.add(DynamicTest.dynamicTest(name, () -> run(SqlLogicFile.read(path), false)));
        tests.add(
            DynamicTest.dynamicTest(name + ", views", () -> run(SqlLogicFile.read(path), true)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static void run(SqlLogicFile file, boolean asViews) {
    try (Millrace millrace = Millrace.open()) {
      Map<Query, String> views = new HashMap<>();
      int definitions = asViews ? lastDefinition(file.entries()) : -1;
      for (int i = 0; i < file.entries().size(); i++) {
        Entry entry = file.entries().get(i);
        String place = file.path().getFileName() + ":" + entry.line() + " " + entry.sql();
        if (entry instanceof Change change) {
          change(millrace, change, place);
        } else {
          query(millrace, (Query) entry, views, place);
        }
        if (i == definitions) {
          views.putAll(views(millrace, file.entries()));
        }
      }
    }
  }

  private static void change(Millrace millrace, Change change, String place) {
    if (change.fails()) {
      assertThatThrownBy(() -> millrace.sql(change.sql()))
          .as(place)
          .isInstanceOf(MillraceException.class);
    } else {
      millrace.sql(change.sql());
    }
  }

  private static void query(Millrace millrace, Query query, Map<Query, String> views, String at) {
    String view = views.get(query);
    boolean unordered = view != null && query.sorting() == Sorting.NOSORT;
    List<List<Object>> rows = rows(millrace, view == null ? query.sql() : "SELECT * FROM " + view);
    if (unordered) {
      // the rows of a view have no order
      List<String> sorted = Values.of(rows, query.types(), Sorting.VALUESORT);
      assertThat(sorted).as(at).isEqualTo(query.expected().stream().sorted().toList());
      return;
    }
    List<String> values = Values.of(rows, query.types(), query.sorting());
    assertThat(Values.match(values, query.expected()))
        .as("%s\ngives %s, not %s", at, values, query.expected())
        .isTrue();
  }

  /** The last of the statements before the first rows; views come behind it. */
  private static int lastDefinition(List<Entry> entries) {
    int last = 0;
    for (int i = 0; i < entries.size(); i++) {
      if (!DEFINITION.matcher(entries.get(i).sql()).matches()) {
        break;
      }
      last = i;
    }
    return last;
  }

  private static Map<Query, String> views(Millrace millrace, List<Entry> entries) {
    Map<Query, String> views = new HashMap<>();
    for (Entry entry : entries) {
      if (entry instanceof Query query && !views.containsKey(query)) {
        String name = "view_" + views.size();
        millrace.sql("CREATE MATERIALIZED VIEW " + name + " AS " + query.sql());
        views.put(query, name);
      }
    }
    return views;
  }

  private static List<List<Object>> rows(Millrace millrace, String sql) {
    List<List<Object>> rows = new ArrayList<>();
    try (var result = (StatementResult.Rows) millrace.sql(sql)) {
      Optional<ColumnBatch> next = result.next();
      while (next.isPresent()) {
        for (int i = 0; i < next.get().size(); i++) {
          rows.add(new ArrayList<>(next.get().values(i)));
        }
        next = result.next();
      }
    }
    return rows;
  }

  /** Writes a file of the sources anew with the results that DuckDB gives. */
  private static final class Rewriting {
    static void of(String name) throws IOException, SQLException {
      Path source = Path.of("src/test/resources/sqllogic").resolve(name);
      StringBuilder text = new StringBuilder();
      try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
          Statement oracle = duck.createStatement()) {
        oracle.execute("SET default_null_order = 'nulls_first'");
        for (String record : Files.readString(source).strip().split("\n\\s*\n")) {
          text.append(text.isEmpty() ? "" : "\n").append(record(oracle, record)).append('\n');
        }
      }
      Files.writeString(source, text);
    }

    private static String record(Statement oracle, String record) throws SQLException {
      String[] lines = record.strip().split("\n", 2);
      String head = lines[0].startsWith("#") ? record.replaceFirst("(?m)^#.*\n", "") : record;
      String[] words = head.strip().split("\n", 2)[0].split("\\s+");
      if (words[0].equals("statement") && words[1].equals("ok")) {
        oracle.execute(head.strip().split("\n", 2)[1]);
      }
      if (!words[0].equals("query")) {
        return record.strip();
      }
      String sql = head.strip().split("\n", 2)[1].split("\n----", 2)[0];
      Sorting sorting =
          words.length > 2 ? Sorting.valueOf(words[2].toUpperCase(Locale.ROOT)) : Sorting.NOSORT;
      List<List<Object>> rows = new ArrayList<>();
      try (ResultSet result = oracle.executeQuery(sql)) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<Object> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(result.getObject(i));
          }
          rows.add(row);
        }
      }
      List<String> values = Values.of(rows, words[1], sorting);
      return record.strip().split("\n----", 2)[0]
          + "\n----"
          + (values.isEmpty() ? "" : "\n" + String.join("\n", values));
    }
  }
}
