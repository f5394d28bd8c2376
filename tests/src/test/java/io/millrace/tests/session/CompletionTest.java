package io.millrace.tests.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.completion.Completion;
import io.millrace.api.completion.Proposal;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fits at the place marked | of a statement. */
class CompletionTest {
  private static final Millrace SESSION = Millrace.open();

  @BeforeAll
  static void declare() {
    SESSION.sql("CREATE TABLE orders (id BIGINT, customer STRING, amount DECIMAL(10, 2))");
    SESSION.sql("CREATE TABLE payments (order_id BIGINT, paid TIMESTAMP)");
    SESSION.sql(
        """
        CREATE SOURCE clicks (ts TIMESTAMP, page STRING, WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE)
        USING file OPTIONS (path = 'in') FORMAT json""");
    SESSION.sql("CREATE SINK nothing USING noop");
  }

  @AfterAll
  static void close() {
    SESSION.close();
  }

  private static Completion at(String marked) {
    int cursor = marked.indexOf('|');
    return SESSION.complete(marked.substring(0, cursor) + marked.substring(cursor + 1), cursor);
  }

  private static List<String> texts(String marked) {
    return at(marked).proposals().stream().map(Proposal::text).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "==>",
      quoteCharacter = '~',
      textBlock =
          """
          |                                                   ==> SELECT WITH VALUES CREATE INSERT SHOW
          sel|                                                ==> select
          CREATE |                                            ==> TABLE SOURCE SINK VIEW OR TEMPORARY
          CREATE OR |                                         ==> REPLACE
          CREATE TABLE |                                      ==> IF
          CREATE TABLE t (a |                                 ==> BIGINT STRING TIMESTAMP
          CREATE TABLE t (a INT, WATERMARK FOR |              ==> a
          CREATE TABLE t (a INT, b INT, PRIMARY KEY (b, |     ==> a b
          CREATE SOURCE s USING |                             ==> file rate socket
          CREATE SINK s USING |                               ==> file console noop
          CREATE SOURCE s USING rate OPTIONS (rows|           ==> rowsPerSecond=
          CREATE SOURCE s USING rate OPTIONS (rowsPerSecond = 5, ramp| ==> rampUpTime=
          CREATE SOURCE s USING file OPTIONS (|) FORMAT json  ==> path=
          CREATE SOURCE s USING file OPTIONS (path = 'x') FORMAT | ==> csv json text
          INSERT INTO |                                       ==> orders payments nothing TABLE
          INSERT INTO orders (|                               ==> id customer amount
          INSERT INTO orders |                                ==> SELECT VALUES BY
          DROP |                                              ==> TABLE SOURCE VIEW QUERY
          DROP TABLE |                                        ==> orders payments IF
          DESCRIBE |                                          ==> orders clicks QUERY EXTENDED
          SHOW |                                              ==> TABLES SETTINGS QUERIES
          SET che|                                            ==> checkpoint.location checkpoint.retention
          SET checkpoint.lo|                                  ==> checkpoint.location
          SET watermark.policy = '|                           ==> min' max'
          SET watermark.policy = |                            ==> 'min' 'max'
          EXPLAIN |                                           ==> SELECT LOGICAL PHYSICAL INSERT
          SELECT |                                            ==> DISTINCT CASE CAST
          SELECT | FROM orders                                ==> id customer amount
          SELECT id, | FROM orders WHERE id > 1               ==> customer amount
          SELECT cust| FROM orders                            ==> customer
          SELECT pai|                                         ==> paid
          SELECT id |                                         ==> FROM AS
          SELECT id FR|                                       ==> FROM
          SELECT * |                                          ==> FROM
          SELECT DISTINCT * fr|                               ==> from
          SELECT o.* |                                        ==> FROM
          SELECT 2 * | FROM orders                            ==> id amount
          SELECT id FROM |                                    ==> orders payments clicks TABLE
          SELECT id FROM orders |                             ==> WHERE GROUP JOIN LEFT OUTPUT TRIGGER
          SELECT id FROM orders WHERE |                       ==> id customer amount NOT EXISTS
          SELECT id FROM orders WHERE id |                    ==> AND OR IS BETWEEN GROUP
          SELECT id FROM orders o JOIN payments p ON o.|      ==> id customer amount
          SELECT id FROM orders o JOIN payments p ON p.|      ==> order_id paid
          SELECT id FROM orders o JOIN payments p ON |        ==> id order_id o p
          SELECT count(*) AS n, customer FROM orders GROUP |  ==> BY
          SELECT count(*) AS n, customer FROM orders GROUP BY | ==> customer
          SELECT count(*) AS total FROM orders GROUP BY id ORDER BY to| ==> total
          SELECT upp|                                         ==> upper(
          SELECT sum(| FROM orders                            ==> id amount
          SELECT * FROM TABLE(|                               ==> TUMBLE HOP SESSION
          SELECT * FROM TABLE(TUMBLE(TABLE |                  ==> clicks
          SELECT window_| FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) ==> window_start window_end
          SELECT * FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(|, INTERVAL '1' MINUTE)) ==> ts page
          SELECT * FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '1' | ==> MINUTE HOUR
          WITH big AS (SELECT id AS one FROM orders) SELECT | FROM big ==> one
          WITH big AS (SELECT id AS one FROM orders) SELECT one FROM | ==> big orders
          SELECT | FROM (SELECT id AS inner_id FROM orders) AS q ==> inner_id
          SELECT id FROM orders WHERE id IN (SELECT | FROM payments) ==> order_id paid
          SELECT CAST(id AS |                                 ==> BIGINT DOUBLE
          SELECT id FROM orders OUTPUT |                      ==> MODE
          SELECT id FROM orders OUTPUT MODE |                 ==> APPEND UPDATE COMPLETE CHANGELOG
          SELECT id FROM orders TRIGGER |                     ==> ONCE AVAILABLE PROCESSING
          INSERT INTO nothing SELECT id FROM orders OPTIONS (|   ==> stop.timeout=
          SELECT 1; SELECT pai| FROM payments; SELECT 2       ==> paid
          """)
  void thereFits(String place, String expected) {
    List<String> proposals = texts(place).stream().map(text -> text.replace(" = ", "=")).toList();
    assertThat(proposals).as("at %s", place).contains(expected.strip().split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "==>",
      quoteCharacter = '~',
      textBlock =
          """
          SELECT id FROM orders o JOIN payments p ON p.|      ==> customer
          SELECT id FROM |                                    ==> nothing
          SELECT * fr|                                        ==> from_hex(
          SELECT | FROM orders                                ==> paid
          SELECT |                                            ==> WHERE
          SELECT id FROM orders |                             ==> SELECT
          CREATE TABLE |                                      ==> orders
          CREATE SOURCE s USING |                             ==> noop
          CREATE SOURCE s USING rate OPTIONS (rowsPerSecond = 5, | ==> rowsPerSecond
          SELECT | FROM payments UNION SELECT id FROM orders  ==> customer
          """)
  void thereDoesNotFit(String place, String unwanted) {
    assertThat(texts(place)).isNotEmpty().doesNotContain(unwanted.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "==>",
      quoteCharacter = '~',
      textBlock =
          """
          SELECT 'abc|
          SELECT 1 -- fr|
          SELECT 1 /* fr|
          SELECT "ab|
          CREATE TABLE new|
          """)
  void nothingFitsInTextsCommentsAndNewNames(String place) {
    assertThat(texts(place)).isEmpty();
  }

  @Test
  void aPathFitsWhereAFileIsNamed() {
    Completion path = at("CREATE SOURCE s USING file OPTIONS (path = '/tm|");
    assertThat(path.path()).isTrue();
    assertThat(path.start()).isEqualTo("CREATE SOURCE s USING file OPTIONS (path = '".length());
    assertThat(at("SELECT id FROM orders CHECKPOINT '|").path()).isTrue();
    assertThat(at("SELECT '|").path()).isFalse();
  }

  @Test
  void proposalsTellTypesSignaturesAndWhatOptionsAreFor() {
    assertThat(at("SELECT am| FROM orders").proposals())
        .contains(new Proposal("amount", Proposal.Kind.COLUMN, "decimal(10, 2)"));
    assertThat(at("SELECT LPA|").proposals())
        .contains(
            new Proposal(
                "LPAD(", Proposal.Kind.FUNCTION, "LPAD(text, integer)  LPAD(text, integer, text)"));
    assertThat(at("CREATE SOURCE s USING file OPTIONS (pa|").proposals())
        .anySatisfy(
            proposal -> {
              assertThat(proposal.text()).isEqualTo("path = ");
              assertThat(proposal.help()).startsWith("required: ");
            });
  }

  @Test
  void onlyQueriesFitWithWhichThatCanBeDone() {
    SESSION.sql("CREATE SOURCE ticks (n INT) USING memory");
    SESSION.sql("START QUERY first AS INSERT INTO nothing SELECT n FROM ticks");
    SESSION.sql("START QUERY second AS INSERT INTO nothing SELECT n FROM ticks");
    SESSION.sql("STOP QUERY first");
    assertThat(texts("STOP QUERY |")).contains("second").doesNotContain("first");
    assertThat(texts("TAIL QUERY |")).contains("second").doesNotContain("first");
    assertThat(texts("START QUERY |")).contains("first").doesNotContain("second");
    assertThat(texts("DESCRIBE QUERY |")).contains("first", "second");
    SESSION.sql("STOP QUERY second");
  }

  @Test
  void namesThatNeedQuotesGetThem() {
    SESSION.sql("CREATE TABLE odd (\"two words\" INT, \"order\" INT)");
    assertThat(texts("SELECT | FROM odd")).contains("\"two words\"", "\"order\"");
    SESSION.sql("DROP TABLE odd");
  }
}
