package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.CalcSpec;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a group is final, by what it is grouped by; and where conditions are evaluated. */
class HorizonTest {
  private static final long MINUTE = 60_000_000L;

  private static final PlannerTester TESTER =
      PlannerTester.of(
          """
          CREATE SOURCE s (k STRING, ts TIMESTAMP, at TIMESTAMP_LTZ, v INT,
            WATERMARK FOR ts AS ts - INTERVAL '10' SECOND) USING appends;
          CREATE SOURCE z (k STRING, at TIMESTAMP_LTZ,
            WATERMARK FOR at AS at - INTERVAL '10' SECOND) USING appends;
          CREATE VIEW hourly AS SELECT k, FLOOR(ts TO HOUR) AS h, v FROM s;
          """);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          SELECT ts, COUNT(*) FROM s GROUP BY ts                                         | 0
          SELECT FLOOR(ts TO HOUR), COUNT(*) FROM s GROUP BY FLOOR(ts TO HOUR)           | 60
          SELECT date_trunc('minute', ts), COUNT(*) FROM s GROUP BY date_trunc('minute', ts) | 1
          SELECT date_trunc('week', ts), COUNT(*) FROM s GROUP BY 1                      | 10080
          SELECT FLOOR(ts TO MONTH), COUNT(*) FROM s GROUP BY FLOOR(ts TO MONTH)         | 44640
          SELECT CAST(ts AS DATE) AS d, COUNT(*) FROM s GROUP BY d                       | 1440
          SELECT CAST(at AS DATE), COUNT(*) FROM z GROUP BY CAST(at AS DATE)             | 2520
          SELECT FLOOR(at TO HOUR), COUNT(*) FROM z GROUP BY FLOOR(at TO HOUR)           | 180
          SELECT ts + INTERVAL '5' MINUTE, COUNT(*) FROM s GROUP BY ts + INTERVAL '5' MINUTE | -5
          SELECT TUMBLE_END(ts, INTERVAL '10' MINUTE), COUNT(*) FROM s GROUP BY TUMBLE(ts, INTERVAL '10' MINUTE) | 0
          SELECT window_end, COUNT(*) FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_end | 0
          SELECT window_start, COUNT(*) FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '10' MINUTE)) GROUP BY window_start | 10
          SELECT h, k, COUNT(*) FROM hourly GROUP BY h, k                                | 60
          SELECT k, COUNT(*) FROM s GROUP BY k                                           | -
          SELECT at, COUNT(*) FROM s GROUP BY at                                         | -
          SELECT EXTRACT(HOUR FROM ts), COUNT(*) FROM s GROUP BY EXTRACT(HOUR FROM ts)   | -
          SELECT CAST(ts AS STRING), COUNT(*) FROM s GROUP BY CAST(ts AS STRING)         | -
          SELECT COALESCE(ts, LOCALTIMESTAMP), COUNT(*) FROM s GROUP BY 1                | -
          """)
  void groupsAreFinalBehindTheWatermark(String query, String minutes) {
    AggregateSpec aggregate =
        (AggregateSpec)
            specs(TESTER.plan(query).root())
                .filter(AggregateSpec.class::isInstance)
                .findFirst()
                .orElseThrow();
    Optional<Long> expected = Optional.ofNullable(minutes).map(m -> Long.parseLong(m) * MINUTE);
    assertThat(aggregate.horizon().map(OperatorSpec.Horizon::offsetMicros)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT * FROM (SELECT k, COUNT(*) AS n FROM s GROUP BY k) WHERE k = 'a'        | true
          SELECT * FROM (SELECT k, COUNT(*) AS n FROM s GROUP BY k) WHERE n < 3          | false
          SELECT k, COUNT(*) FROM s WHERE v > 0 GROUP BY k                               | true
          SELECT * FROM (SELECT k, COUNT(*) AS n FROM s GROUP BY k) WHERE k = 'a' OR n = 1 | false
          SELECT * FROM (SELECT COUNT(*) AS n FROM s) WHERE 1 = 0                        | false
          """)
  void conditionsGoBelowAggregatesOnlyOverKeys(String query, boolean below) {
    OperatorSpec root = TESTER.plan(query).root();
    AggregateSpec aggregate =
        (AggregateSpec)
            specs(root).filter(AggregateSpec.class::isInstance).findFirst().orElseThrow();
    boolean found =
        specs(aggregate.input())
            .anyMatch(spec -> spec instanceof CalcSpec calc && calc.condition().isPresent());
    assertThat(found).isEqualTo(below);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT k FROM s                                       | [k, ts]
          SELECT COUNT(*) FROM z                                | [at]
          SELECT v + 1 FROM s WHERE k = 'a'                     | [k, ts, v]
          SELECT h FROM (SELECT h, v FROM hourly)               | [ts]
          """)
  void onlyColumnsThatAreNeededAreRead(String query, String columns) {
    OperatorSpec source =
        specs(TESTER.plan(query).root())
            .filter(OperatorSpec.SourceSpec.class::isInstance)
            .findFirst()
            .orElseThrow();
    assertThat(source.output().names()).hasToString(columns);
  }

  private static Stream<OperatorSpec> specs(OperatorSpec spec) {
    return Stream.concat(Stream.of(spec), spec.inputs().stream().flatMap(HorizonTest::specs));
  }
}
