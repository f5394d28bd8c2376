package io.millrace.plan;

import static io.millrace.plan.physical.ResultForm.ANY;
import static io.millrace.plan.physical.ResultForm.PAIRS;
import static io.millrace.plan.physical.ResultForm.UPSERTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.ResultForm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which form the changes of a query come, query by query. */
class ResultFormsTest {
  private PlannerTester tester;

  @BeforeEach
  void declareRelations() {
    tester =
        PlannerTester.of(
            """
            CREATE SOURCE s (k VARCHAR, g INTEGER, v BIGINT) USING memory;
            CREATE SINK plain USING memory;
            CREATE SINK keyed (k VARCHAR, n BIGINT, PRIMARY KEY (k)) USING memory;
            CREATE SINK wider (k VARCHAR, n BIGINT, PRIMARY KEY (k, n)) USING memory;
            """);
  }

  private ResultForm form(String query) {
    return tester.plan(query).form();
  }

  private void assertForms(ResultForm inUpdateMode, ResultForm inChangelogMode, String query) {
    assertThat(form(query + " OUTPUT MODE UPDATE")).as(query).isEqualTo(inUpdateMode);
    assertThat(form(query + " OUTPUT MODE CHANGELOG")).as(query).isEqualTo(inChangelogMode);
  }

  @Test
  void groupsThatNeverGoAreUpserts() {
    assertForms(UPSERTS, PAIRS, "SELECT k, COUNT(*) AS n, MAX(v) AS m FROM s GROUP BY k");
    assertForms(UPSERTS, PAIRS, "SELECT COUNT(*) AS n FROM s");
    assertForms(UPSERTS, PAIRS, "SELECT SUM(v) AS n, k AS word FROM s WHERE g > 1 GROUP BY k");
  }

  @Test
  void aConditionOnTheKeyTakesBothRowsOrNone() {
    assertForms(UPSERTS, PAIRS, "SELECT k, COUNT(*) AS n FROM s GROUP BY k HAVING k > 'b'");
  }

  @Test
  void whatNeedsTheOldRowHasIt() {
    assertForms(PAIRS, PAIRS, "SELECT k, COUNT(*) AS n FROM s GROUP BY k HAVING COUNT(*) < 3");
    assertForms(PAIRS, PAIRS, "SELECT k, COUNT(*) > 5 AS n FROM s GROUP BY k");
    assertForms(
        PAIRS,
        PAIRS,
        "SELECT n, COUNT(*) AS c FROM (SELECT k, COUNT(*) AS n FROM s GROUP BY k) q GROUP BY n");
    assertForms(
        PAIRS, PAIRS, "SELECT DISTINCT n FROM (SELECT k, COUNT(*) AS n FROM s GROUP BY k) q");
  }

  @Test
  void resultsOfOneRowAreNeverDeleted() {
    assertForms(
        UPSERTS, PAIRS, "SELECT SUM(n) AS t FROM (SELECT k, COUNT(*) AS n FROM s GROUP BY k) q");
  }

  @Test
  void whatLosesTheKeyOrTheOrderPromisesNothing() {
    assertThat(form("SELECT COUNT(*) AS n FROM s GROUP BY k OUTPUT MODE CHANGELOG")).isEqualTo(ANY);
    assertThat(
            form(
                "SELECT TRY_CAST(v AS TINYINT) AS v, COUNT(*) AS n FROM s GROUP BY v"
                    + " OUTPUT MODE CHANGELOG"))
        .isEqualTo(ANY);
    assertThat(
            form(
                "SELECT CAST(k AS VARCHAR(1)) AS k, COUNT(*) AS n FROM s GROUP BY k"
                    + " OUTPUT MODE CHANGELOG"))
        .isEqualTo(ANY);
    assertForms(ANY, ANY, "SELECT k, COUNT(*) AS n FROM s GROUP BY k ORDER BY n");
  }

  @Test
  void otherModesNeedNoForm() {
    assertThat(form("SELECT k, COUNT(*) AS n FROM s GROUP BY k OUTPUT MODE COMPLETE"))
        .isEqualTo(ANY);
    assertThat(form("SELECT DISTINCT k FROM s OUTPUT MODE APPEND")).isEqualTo(ANY);
  }

  @Test
  void theSinkMustMeanTheSameKey() {
    String query = " SELECT k, COUNT(*) AS n FROM s GROUP BY k OUTPUT MODE UPDATE";
    assertThat(form("INSERT INTO plain" + query)).isEqualTo(UPSERTS);
    assertThat(form("INSERT INTO keyed" + query)).isEqualTo(UPSERTS);
    assertThat(form("INSERT INTO wider" + query)).isEqualTo(ANY);
  }

  @Test
  void onlyTheAggregationBelowTheResultLeavesOldRowsOut() {
    OperatorSpec spec =
        tester
            .plan(
                "SELECT SUM(n) AS t FROM (SELECT k, COUNT(*) AS n FROM s GROUP BY k) q"
                    + " OUTPUT MODE UPDATE")
            .root();
    AggregateSpec outer = aggregate(spec);
    AggregateSpec inner = aggregate(outer.input());
    assertThat(outer.emission()).isEqualTo(Emission.UPSERTS);
    assertThat(inner.emission()).isEqualTo(Emission.CHANGES);
  }

  private static AggregateSpec aggregate(OperatorSpec spec) {
    return spec instanceof AggregateSpec aggregate ? aggregate : aggregate(spec.inputs().get(0));
  }
}
