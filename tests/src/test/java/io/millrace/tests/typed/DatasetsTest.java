package io.millrace.tests.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.function.FlatMapFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.function.Tuple2;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.Row;
import io.millrace.api.table.Table;
import io.millrace.exec.session.MillraceSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Datasets of objects over tables that end, and over changes. */
class DatasetsTest {
  private MillraceSession millrace;

  record Order(long id, String customer, double amount) {}

  record Named(String customer, long orders) {}

  @BeforeEach
  void open() {
    millrace = (MillraceSession) Millrace.open();
    millrace.sql("CREATE TABLE orders (id INT NOT NULL, CUSTOMER STRING, amount DOUBLE)");
    millrace.sql("INSERT INTO orders VALUES (1, 'ann', 10), (2, 'bob', 5), (3, 'ann', 2.5)");
  }

  @AfterEach
  void close() {
    millrace.close();
  }

  private Dataset<Order> orders() {
    return millrace.table("orders").as(Encoders.bean(Order.class));
  }

  @Test
  void rowsAreObjectsAndObjectsRows() {
    assertThat(orders().collectAsList())
        .containsExactly(new Order(1, "ann", 10), new Order(2, "bob", 5), new Order(3, "ann", 2.5));
    assertThat(
            orders()
                .filter(order -> order.amount() > 3)
                .map(order -> order.customer().toUpperCase(), Encoders.STRING())
                .collectAsList())
        .containsExactly("ANN", "BOB");
    assertThat(
            millrace
                .table("orders")
                .map((MapFunction<Row, Integer>) row -> row.getInt(0) * 2, Encoders.INT())
                .collectAsList())
        .containsExactly(2, 4, 6);
  }

  @Test
  void wordsAreCountedAsInSpark() {
    Dataset<String> lines =
        millrace.createDataset(List.of("to be or", "not to be"), Encoders.STRING());
    Dataset<String> words =
        lines.flatMap(
            (FlatMapFunction<String, String>) x -> Arrays.asList(x.split(" ")).iterator(),
            Encoders.STRING());
    Table counts = words.groupBy("value").count();
    assertThat(counts.as(Encoders.tuple(Encoders.STRING(), Encoders.LONG())).collectAsList())
        .containsExactlyInAnyOrder(
            new Tuple2<>("to", 2L),
            new Tuple2<>("be", 2L),
            new Tuple2<>("or", 1L),
            new Tuple2<>("not", 1L));
  }

  @Test
  void groupsOfATableThatEndsAreCalledOnceWithAllTheirValues() {
    var byCustomer = orders().groupByKey(order -> order.customer(), Encoders.STRING());
    assertThat(
            byCustomer
                .mapGroups(
                    (customer, values) -> {
                      long orders = 0;
                      while (values.hasNext()) {
                        values.next();
                        orders++;
                      }
                      return new Named(customer, orders);
                    },
                    Encoders.bean(Named.class))
                .collectAsList())
        .containsExactly(new Named("ann", 2), new Named("bob", 1));
    assertThat(
            byCustomer
                .mapValues(order -> order.amount(), Encoders.DOUBLE())
                .reduceGroups(Math::max)
                .collectAsList())
        .containsExactly(new Tuple2<>("ann", 10.0), new Tuple2<>("bob", 5.0));
    assertThat(byCustomer.count().collectAsList())
        .containsExactlyInAnyOrder(new Tuple2<>("ann", 2L), new Tuple2<>("bob", 1L));
    assertThat(byCustomer.keys().collectAsList()).containsExactlyInAnyOrder("ann", "bob");
  }

  @Test
  void sqlGoesOnWhereAProgramEnds() {
    orders()
        .map(order -> new Named(order.customer(), order.id()), Encoders.bean(Named.class))
        .createOrReplaceTempView("named");
    assertThat(
            millrace
                .query("SELECT customer, SUM(orders) AS n FROM named GROUP BY customer ORDER BY n")
                .as(Encoders.bean(Summed.class))
                .collectAsList())
        .containsExactly(new Summed("bob", 2), new Summed("ann", 4));
  }

  record Summed(String customer, long n) {}

  @Test
  void rowsThatGoTakeAlongWhatAFunctionMadeOfThem() {
    millrace.sql("CREATE SOURCE s (k STRING, v INT) USING memory");
    Dataset<Tuple2<String, Long>> counts =
        millrace
            .table("s")
            .groupBy("k")
            .count()
            .as(Encoders.tuple(Encoders.STRING(), Encoders.LONG()));
    Dataset<String> texts = counts.map(count -> count._1 + "=" + count._2(), Encoders.STRING());
    try (Steps steps = Steps.of(millrace, texts, "CHANGELOG")) {
      millrace.sql("INSERT INTO s VALUES ('a', 1), ('b', 1)");
      assertThat(steps.run()).containsExactly("+I [a=1]", "+I [b=1]");
      millrace.sql("INSERT INTO s VALUES ('a', 1)");
      assertThat(steps.run()).containsExactlyInAnyOrder("-D [a=1]", "+I [a=2]");
    }
  }

  @Test
  void aColumnThatDoesNotFitIsAnErrorBeforeAnythingRuns() {
    assertThatThrownBy(
            () ->
                millrace
                    .table("orders")
                    .as(Encoders.bean(Summed.class))
                    .map(summed -> summed.customer(), Encoders.STRING())
                    .schema())
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FIELD_NOT_READABLE))
        .hasMessageContaining("field \"n\" of Summed");
  }

  @Test
  void aDatasetThatNobodyHasMappedYetIsCheckedBeforeItIsRead() {
    millrace.sql("CREATE TABLE nothing (customer STRING)");
    assertThatThrownBy(
            () -> millrace.table("nothing").as(Encoders.bean(Summed.class)).collectAsList())
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FIELD_NOT_READABLE));
  }

  @Test
  void foreachAndReduceSeeAllRows() {
    List<Long> ids = new ArrayList<>();
    orders().foreach(order -> ids.add(order.id()));
    assertThat(ids).containsExactly(1L, 2L, 3L);
    List<Long> counts = new ArrayList<>();
    orders()
        .foreachPartition(
            all -> {
              long count = 0;
              for (; all.hasNext(); all.next()) {
                count++;
              }
              counts.add(count);
            });
    assertThat(counts).containsExactly(3L);
    assertThat(orders().map(order -> order.id(), Encoders.LONG()).reduce(Long::sum)).isEqualTo(6);
    assertThatThrownBy(
            () ->
                orders()
                    .foreach(
                        order -> {
                          throw new IOException("full");
                        }))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.USER_FUNCTION_FAILED))
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void nullInAFieldThatCannotBeNullIsAnError() {
    millrace.sql("INSERT INTO orders VALUES (4, NULL, NULL)");
    assertThatThrownBy(() -> orders().map(order -> order.id(), Encoders.LONG()).collectAsList())
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FIELD_IS_NULL))
        .hasMessageContaining("column \"amount\" is NULL, and field \"amount\" of Order");
  }

  @Test
  void whatAFunctionThrowsIsTheCauseOfTheError() {
    assertThatThrownBy(
            () ->
                orders()
                    .map(
                        order -> {
                          throw new IllegalStateException("no luck");
                        },
                        Encoders.STRING())
                    .collectAsList())
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.USER_FUNCTION_FAILED))
        .hasMessageContaining("the function of map failed")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void onlyTheColumnsThatAreReadComeFromTheSource() {
    assertThat(
            orders()
                .map(order -> new Named(order.customer(), 0), Encoders.bean(Named.class))
                .explainString("simple"))
        .contains("Program map over Order");
  }
}
