package io.millrace.tests.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.KeyValueGroupedDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keys remember before their first value comes from a table, once. */
class InitialStateTest {
  @TempDir private Path directory;

  private Millrace millrace;

  record Click(String user, int views) {}

  record Total(String user, long views) {}

  record Told(String user, long views, int values) {}

  private static final FlatMapGroupsWithStateFunction<String, Click, Long, Told> ADD =
      (user, clicks, state) -> {
        long views = state.getOption().orElse(0L);
        int values = 0;
        while (clicks.hasNext()) {
          views += clicks.next().views();
          values++;
        }
        state.update(views);
        return List.of(new Told(user, views, values)).iterator();
      };

  @BeforeEach
  void open() {
    millrace = Millrace.open();
    millrace.sql("CREATE TABLE totals (user STRING, views BIGINT)");
    millrace.sql("INSERT INTO totals VALUES ('ann', 100), ('bob', 200), (NULL, 300)");
  }

  @AfterEach
  void close() {
    millrace.close();
  }

  private static KeyValueGroupedDataset<String, Click> byUser(Dataset<?> clicks) {
    return clicks
        .as(Encoders.bean(Click.class))
        .groupByKey(click -> click.user(), Encoders.STRING());
  }

  private KeyValueGroupedDataset<String, Long> totals() {
    return millrace
        .table("totals")
        .as(Encoders.bean(Total.class))
        .groupByKey(total -> total.user(), Encoders.STRING())
        .mapValues(total -> total.views(), Encoders.LONG());
  }

  private Dataset<Told> told(Dataset<?> clicks) {
    return byUser(clicks)
        .flatMapGroupsWithState(
            ADD,
            OutputMode.Append(),
            Encoders.LONG(),
            Encoders.bean(Told.class),
            GroupStateTimeout.NoTimeout(),
            totals());
  }

  private List<String> read(Path path) {
    List<String> read = new ArrayList<>();
    millrace
        .read()
        .schema("user STRING, views BIGINT, `values` INT")
        .json(path.toString())
        .collectAsList()
        .forEach(row -> read.add(row.toString()));
    return read;
  }

  @Test
  void keysGoOnFromTheirStatesAlsoOverARestart() throws IOException {
    Path in = Files.createDirectories(directory.resolve("in"));
    Path out = directory.resolve("out");
    List<String> inputs =
        List.of(
            "{\"user\": \"ann\", \"views\": 1}\n{\"user\": \"cid\", \"views\": 5}",
            "{\"user\": \"bob\", \"views\": 2}\n{\"user\": \"ann\", \"views\": 1}");
    for (int run = 0; run < inputs.size(); run++) {
      Files.writeString(in.resolve(run + ".json"), inputs.get(run));
      StreamingQuery query =
          told(millrace.readStream().schema("user STRING, views INT").json(in.toString()))
              .writeStream()
              .format("json")
              .option("checkpointLocation", directory.resolve("checkpoint").toString())
              .start(out.toString());
      query.processAllAvailable();
      query.stop();
    }
    assertThat(read(out))
        .containsExactlyInAnyOrder(
            "[ann,101,1]",
            "[cid,5,1]",
            "[bob,200,0]",
            "[null,300,0]",
            "[bob,202,1]",
            "[ann,102,1]");
  }

  @Test
  void inputThatEndsBeginsWithItToo() {
    Dataset<?> clicks =
        millrace.createDataset(
            List.of(new Click("ann", 1), new Click("cid", 5), new Click("ann", 2)),
            Encoders.bean(Click.class));

    assertThat(told(clicks).collectAsList())
        .containsExactlyInAnyOrder(
            new Told("bob", 200, 0),
            new Told(null, 300, 0),
            new Told("ann", 103, 2),
            new Told("cid", 5, 1));
  }

  @Test
  void twoStatesOfAKeyAreNone() {
    millrace.sql("INSERT INTO totals VALUES ('bob', 1)");
    Dataset<?> clicks =
        millrace.createDataset(List.of(new Click("ann", 1)), Encoders.bean(Click.class));

    assertThatThrownBy(() -> told(clicks).collectAsList())
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_INVALID))
        .hasMessageContaining("two states for key bob");
  }

  @Test
  void allStatesAreThereInTheFirstBatch() throws IOException {
    millrace.sql("CREATE SOURCE clicks (user STRING, views INT) USING memory");
    for (String user : List.of("ann", "bob")) {
      Files.writeString(
          directory.resolve(user + ".json"), "{\"user\": \"" + user + "\", \"views\": 7}");
    }
    millrace.sql(
        "CREATE OR REPLACE TABLE totals (user STRING, views BIGINT) USING file OPTIONS (path = '"
            + directory
            + "', maxFilesPerTrigger = 1) FORMAT json");
    StreamingQuery query = told(millrace.table("clicks")).writeStream().format("noop").start();
    millrace.sql("INSERT INTO clicks VALUES ('bob', 1)");

    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("initial state of groups has changed since the query began: totals");
  }

  @Test
  void whatDoesNotEndIsNoInitialState() {
    millrace.sql("CREATE SOURCE clicks (user STRING, views INT) USING memory");
    Dataset<Told> wrong =
        byUser(millrace.table("clicks"))
            .flatMapGroupsWithState(
                ADD,
                OutputMode.Append(),
                Encoders.LONG(),
                Encoders.bean(Told.class),
                GroupStateTimeout.NoTimeout(),
                byUser(millrace.table("clicks")).mapValues(c -> 1L, Encoders.LONG()));

    assertThatExceptionOfType(MillraceException.class)
        .isThrownBy(() -> wrong.explainString("simple"))
        .matches(e -> e.code() == ErrorCode.GROUPS_INPUT_INVALID)
        .withMessageContaining("it never ends");
  }
}
