package io.millrace.tests.table;

import static io.millrace.api.table.functions.asc;
import static io.millrace.api.table.functions.col;
import static io.millrace.api.table.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.Millrace;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.table.Column;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Row;
import io.millrace.api.table.Table;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What joins of tables give. Both sides have columns id and name. */
class JoinsOfTablesTest {
  private final Millrace millrace = Millrace.open();
  private Table people;
  private Table teams;

  @BeforeEach
  void fill() {
    millrace.sql("CREATE TABLE people (id INT, name STRING, team INT)");
    millrace.sql("INSERT INTO people VALUES (1, 'ann', 10), (2, 'bob', 20), (3, 'cid', NULL)");
    millrace.sql("CREATE TABLE teams (id INT, name STRING)");
    millrace.sql("INSERT INTO teams VALUES (10, 'dev'), (30, 'ops')");
    people = millrace.table("people");
    teams = millrace.table("teams");
  }

  @AfterEach
  void close() {
    millrace.close();
  }

  private static List<Row> sorted(Dataset<Row> table, String... keys) {
    Column[] columns = List.of(keys).stream().map(key -> asc(key)).toArray(Column[]::new);
    return table.orderBy(columns).collectAsList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inner | [[ann,dev]]",
        "left  | [[ann,dev], [bob,null], [cid,null]]",
        "right_outer | [[null,ops], [ann,dev]]",
        "full  | [[null,ops], [ann,dev], [bob,null], [cid,null]]",
      })
  void columnsOfBothSidesAreToldApartByTheirTables(String type, String rows) {
    Table joined = people.join(teams, people.col("team").equalTo(teams.col("id")), type);

    assertThat(
            sorted(joined.select(people.col("name").as("p"), teams.col("name").as("t")), "p", "t"))
        .hasToString(rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"left_semi | [[1,ann,10]]", "leftanti | [[2,bob,20], [3,cid,null]]"})
  void semiAndAntiJoinsGiveRowsOfTheLeftSide(String type, String rows) {
    Table joined = people.join(teams, people.col("team").equalTo(teams.col("id")), type);

    assertThat(joined.columns()).containsExactly("id", "name", "team");
    assertThat(sorted(joined, "id")).hasToString(rows);
    assertThat(sorted(people.join(teams.toDF("team", "title"), "team", type), "id"))
        .hasToString(rows);
    assertThat(joined.filter("id > 1").select("name").count())
        .isEqualTo(type.equals("leftanti") ? 2 : 0);
  }

  @Test
  void aNameThatBothSidesOfASemiJoinHaveIsAmbiguous() {
    for (Column condition : List.of(col("team").equalTo(col("id")), expr("team = id"))) {
      assertThatThrownBy(() -> people.join(teams, condition, "semi").schema())
          .hasMessageContaining("COLUMN_AMBIGUOUS");
    }
  }

  @Test
  void aColumnByNameThatBothSidesHaveIsAmbiguous() {
    Table joined = people.join(teams, people.col("team").equalTo(teams.col("id")));
    MillraceException e =
        catchThrowableOfType(MillraceException.class, () -> joined.select("name").schema());

    assertThat(e.code()).isEqualTo(ErrorCode.COLUMN_AMBIGUOUS);
    assertThat(joined.drop(teams.col("id")).drop(teams.col("name")).columns())
        .containsExactly("id", "name", "team");
    assertThatThrownBy(() -> joined.withColumn("x", col("team")).drop(teams.col("name")).schema())
        .hasMessageContaining("COLUMN_AMBIGUOUS");
    assertThat(joined.drop(col("teams.name"), col("people.id")).columns())
        .containsExactly("name", "team", "id");
  }

  @Test
  void aTableThatIsAskedForTwiceIsTheSame() {
    Column condition =
        millrace.table("people").col("team").equalTo(millrace.table("teams").col("id"));

    assertThat(people.join(teams, condition).count()).isEqualTo(1);
  }

  @Test
  void columnsOfUsingAreThereOnce() {
    Table renamed = teams.withColumnRenamed("id", "team").withColumnRenamed("name", "title");

    assertThat(people.join(renamed, "team").columns())
        .containsExactly("team", "id", "name", "title");
    assertThat(sorted(people.join(renamed, new String[] {"team"}, "outer"), "team", "id"))
        .hasToString("[[null,3,cid,null], [10,1,ann,dev], [20,2,bob,null], [30,null,null,ops]]");
  }

  @Test
  void rowsThatComeLaterTakeBackWhatALeftJoinHasGiven() {
    millrace.sql("CREATE SOURCE clicks (id INT) USING memory");
    millrace.sql("CREATE SOURCE bans (who INT) USING memory");
    Table allowed =
        millrace
            .table("clicks")
            .join(millrace.table("bans"), col("id").equalTo(col("who")), "left")
            .filter(col("who").isNull())
            .select("id");
    StreamingQuery query =
        allowed.writeStream().outputMode("complete").format("memory").queryName("allowed").start();
    millrace.sql("INSERT INTO clicks VALUES (1), (2)");
    query.processAllAvailable();
    assertThat(sorted(millrace.table("allowed"), "id")).hasToString("[[1], [2]]");

    millrace.sql("INSERT INTO bans VALUES (2)");
    query.processAllAvailable();
    assertThat(sorted(millrace.table("allowed"), "id")).hasToString("[[1]]");
    query.stop();
  }
}
