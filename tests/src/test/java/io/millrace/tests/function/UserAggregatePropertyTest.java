package io.millrace.tests.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * An aggregate of the user's, with and without a method that takes rows back, gives what the one
 * that is built in gives, whatever comes and goes.
 */
class UserAggregatePropertyTest {
  private static final String CLASSES = "io.millrace.tests.function.Functions$";

  /** The inner query's groups change their number of rows, so that the outer one's rows go. */
  private static final String QUERY =
      "SELECT n, sum(t) AS a, total(t) AS b, plain_total(t) AS c, sum(DISTINCT t) AS d,"
          + " total(DISTINCT t) AS e, plain_total(DISTINCT t) AS f,"
          + " sum(t) FILTER (WHERE t > 5) AS g, total(t) FILTER (WHERE t > 5) AS h,"
          + " max(k) AS i, largest(k) AS j"
          + " FROM (SELECT k, count(*) AS n, sum(v) AS t FROM s GROUP BY k) AS counted"
          + " GROUP BY n EMIT UPDATE";

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void usersAggregateIsTheBuiltInOne(@ForAll long seed) {
    Random random = new Random(seed);
    String parallelism = Integer.toString(1 + random.nextInt(4));
    try (MillraceSession session =
        (MillraceSession) Millrace.builder().set("parallelism", parallelism).open()) {
      session.sql("CREATE AGGREGATE FUNCTION total AS '" + CLASSES + "Total'");
      session.sql("CREATE AGGREGATE FUNCTION plain_total AS '" + CLASSES + "PlainTotal'");
      session.sql("CREATE AGGREGATE FUNCTION largest AS '" + CLASSES + "Largest'");
      session.sql("CREATE SOURCE s (k STRING, v INT) USING memory");
      SteppedQuery query = session.startStepped(QUERY);
      Map<Object, List<Object>> result = new HashMap<>();
      for (int batch = 0; batch < 1 + random.nextInt(6); batch++) {
        session.sql("INSERT INTO s VALUES " + values(random));
        query.step().ifPresent(step -> fold(step.changes(), result));
        result.values().forEach(row -> check(seed, row));
      }
    }
  }

  private static String values(Random random) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      String value = random.nextInt(10) == 0 ? "NULL" : Integer.toString(random.nextInt(5));
      rows.add("('k" + random.nextInt(6) + "', " + value + ")");
    }
    return String.join(", ", rows);
  }

  private static void fold(List<ChangeBatch> changes, Map<Object, List<Object>> result) {
    for (ChangeBatch batch : changes) {
      for (int i = 0; i < batch.size(); i++) {
        List<Object> row = batch.rows().values(i);
        if (batch.kind(i).symbol().startsWith("+")) {
          result.put(row.get(0), row);
        } else {
          result.remove(row.get(0));
        }
      }
    }
  }

  private static void check(long seed, List<Object> row) {
    String what = "seed " + seed + " row " + row;
    // sum gives NULL for nothing, and this one 0
    Optional<Object> sum = Optional.ofNullable(row.get(1));
    assertThat(row.get(2)).as(what).isEqualTo(row.get(1));
    assertThat(row.get(3)).as(what).isEqualTo(sum.orElse(0L));
    assertThat(row.get(5)).as(what).isEqualTo(row.get(4));
    assertThat(row.get(6)).as(what).isEqualTo(Optional.ofNullable(row.get(4)).orElse(0L));
    assertThat(row.get(8)).as(what).isEqualTo(row.get(7));
    assertThat(row.get(10)).as(what).isEqualTo(row.get(9));
  }
}
