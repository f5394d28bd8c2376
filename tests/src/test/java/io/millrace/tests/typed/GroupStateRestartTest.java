package io.millrace.tests.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.function.MapGroupsWithStateFunction;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.Encoders;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a function remembers outlives the process, as long as its class is the same in substance.
 */
class GroupStateRestartTest {
  @TempDir Path directory;
  private final List<String> told = new CopyOnWriteArrayList<>();

  record Event(String k, int v) {}

  record Sum(long sum) {}

  /** Another name, and the same inside. */
  record Total(long sum) {}

  record SumAndCount(long sum, long count) {}

  private static <S> MapGroupsWithStateFunction<String, Event, S, String> summing(
      ToLongFunction<S> sum, LongFunction<S> state) {
    return (key, events, group) -> {
      long total = group.getOption().map(sum::applyAsLong).orElse(0L);
      while (events.hasNext()) {
        total += events.next().v();
      }
      group.update(state.apply(total));
      return key + "=" + total;
    };
  }

  private <S> void run(
      MapGroupsWithStateFunction<String, Event, S, String> function,
      Encoder<S> state,
      String rows) {
    try (Millrace millrace = Millrace.open()) {
      millrace.sql(
          "CREATE SOURCE s (k STRING, v INT) USING file OPTIONS (path = '"
              + directory.resolve("in")
              + "') FORMAT csv");
      millrace.sql(
          "CREATE SINK files (k STRING, v INT) USING file OPTIONS (path = '"
              + directory.resolve("in")
              + "') FORMAT csv");
      millrace.sql("INSERT INTO files VALUES " + rows);
      Dataset<String> sums =
          millrace
              .table("s")
              .as(Encoders.bean(Event.class))
              .groupByKey(event -> event.k(), Encoders.STRING())
              .mapGroupsWithState(function, state, Encoders.STRING());
      StreamingQuery query =
          sums.writeStream()
              .outputMode("update")
              .option("checkpointLocation", directory.resolve("checkpoint").toString())
              .foreachBatch((batch, id) -> told.addAll(batch.collectAsList()))
              .start();
      query.processAllAvailable();
      query.stop();
    }
  }

  @Test
  void stateGoesOnIfItsClassIsTheSameInSubstance() {
    run(summing(Sum::sum, Sum::new), Encoders.bean(Sum.class), "('a', 1), ('b', 2)");
    run(summing(Total::sum, Total::new), Encoders.bean(Total.class), "('a', 10)");
    assertThat(told).containsExactly("a=1", "b=2", "a=11");
  }

  @Test
  void anotherClassIsRefusedBeforeAnythingIsRead() {
    run(summing(Sum::sum, Sum::new), Encoders.bean(Sum.class), "('a', 1)");
    assertThatThrownBy(
            () ->
                run(
                    summing(SumAndCount::sum, sum -> new SumAndCount(sum, 0)),
                    Encoders.bean(SumAndCount.class),
                    "('a', 10)"))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE))
        .hasMessageContaining("state class")
        .hasMessageContaining("(sum Long!)")
        .hasMessageContaining("(sum Long!, count Long!)");
    assertThat(told).containsExactly("a=1");
  }
}
