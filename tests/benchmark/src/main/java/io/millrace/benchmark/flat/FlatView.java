package io.millrace.benchmark.flat;

import io.millrace.benchmark.command.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A materialized view over tables {@code t} and {@code d}. Both have a column {@code k} with as
 * many numbers as there are rows, so that the rows of a key do not grow with the state, and a
 * number {@code v}.
 */
enum FlatView {
  /** No view: what it costs to change the table, which is not the views'. */
  TABLE(""),
  JOIN("SELECT t.k, t.v, d.v AS other FROM t JOIN d ON t.k = d.k"),
  AGGREGATE("SELECT k, COUNT(*) AS n, SUM(v) AS total, MAX(v) AS most FROM t GROUP BY k"),
  DISTINCT("SELECT DISTINCT k FROM t"),
  TOP_N(
      "SELECT k, v FROM (SELECT k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS place"
          + " FROM t) WHERE place <= 3"),
  OVER("SELECT k, v, SUM(v) OVER (PARTITION BY k ORDER BY v, n) AS total FROM t");

  private final String query;

  FlatView(String query) {
    this.query = query;
  }

  /** What it is called on the command line and in the picture. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The statements that make it. */
  List<String> statements() {
    return query.isEmpty() ? List.of() : List.of("CREATE MATERIALIZED VIEW current AS " + query);
  }

  static FlatView of(String word) {
    return Arrays.stream(values())
        .filter(view -> view.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new UsageException("there is no view " + word + "; there are " + all()));
  }

  /** The words of all views. */
  static String all() {
    return String.join(
        ",", Arrays.stream(values()).filter(v -> v != TABLE).map(FlatView::word).toList());
  }
}
