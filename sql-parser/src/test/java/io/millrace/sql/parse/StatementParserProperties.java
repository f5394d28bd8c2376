package io.millrace.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.Select;
import io.millrace.sql.text.ScriptReader;
import io.millrace.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class StatementParserProperties {
  private static final List<String> STATEMENTS =
      List.of(
          "CREATE OR REPLACE TEMPORARY SOURCE IF NOT EXISTS s ( a INT NOT NULL , b DECIMAL ( 10 , 2 )"
              + " DEFAULT ( 1 + 2 ) , c AS a * 2 , WATERMARK FOR ts AS ts - INTERVAL '1:30' MINUTE TO"
              + " SECOND , PRIMARY KEY ( a ) NOT ENFORCED ) USING file OPTIONS ( path = 'x' , a.b 3 )"
              + " FORMAT json PARTITIONED BY ( a ) BOUNDED",
          "START QUERY q AS INSERT INTO t ( a , b ) SELECT a , b FROM s WHERE a > 1 OUTPUT MODE UPDATE"
              + " TRIGGER PROCESSING TIME '10 seconds' CHECKPOINT 'c' OPTIONS ( a = 1 )",
          "SELECT trigger , `a b` , \"c\" FROM emit AS options ( a , b ) EMIT CHANGELOG",
          "EXPLAIN ( STATE , FORMAT JSON ) SELECT 1 FORMAT JSON",
          "CREATE VIEW v ( a ) AS WITH x AS ( SELECT 1 ) SELECT * FROM x",
          "AWAIT QUERY q TIMEOUT INTERVAL 5 SECONDS",
          "SET a.b-c = 10 seconds",
          "DROP QUERY IF EXISTS q WITH CHECKPOINT");

  /** Words are taken out, doubled, swapped with others: all that may come is an error for users. */
  @Property(tries = 1000)
  void whateverIsWrittenIsAStatementOrAnErrorForUsers(
      @ForAll("edits") List<Integer> edits, @ForAll @IntRange(max = 7) int which) {
    List<String> words = new ArrayList<>(List.of(STATEMENTS.get(which).split(" ")));
    for (int edit : edits) {
      int at = Math.floorMod(edit, words.size());
      int other = Math.floorMod(edit / 97, words.size());
      switch (Math.floorMod(edit / 7919, 4)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, words.get(other));
        case 2 -> words.set(at, words.get(other));
        default -> words.set(at, words.get(at) + "x");
      }
      if (words.isEmpty()) {
        words.add("(");
      }
    }
    ScriptReader reader = new ScriptReader(String.join(" ", words));
    try {
      StatementText text = reader.next();
      Statement statement = StatementParser.parse(text);
      assertThat(statement.position()).isEqualTo(text.position());
    } catch (MillraceException error) {
      SourcePosition place = error.position().orElseThrow();
      assertThat(place.line()).isEqualTo(1);
      assertThat(place.column()).isLessThanOrEqualTo(String.join(" ", words).length() + 1);
      assertThat(error.summary()).isNotBlank();
    }
  }

  /** Every word of a query stands in the text for Calcite where it stands in the script. */
  @Property(tries = 300)
  void wordsOfAQueryKeepTheirPlaces(
      @ForAll("words") List<String> words, @ForAll("gaps") List<String> gaps) {
    StringBuilder script = new StringBuilder("SELECT 'before'" + gaps.get(0) + ";");
    List<SourcePosition> places = new ArrayList<>();
    script.append(gaps.get(0)).append("SELECT");
    for (int i = 0; i < words.size(); i++) {
      script.append(gaps.get(i % gaps.size()));
      places.add(end(script));
      script.append(words.get(i));
    }
    ScriptReader reader = new ScriptReader(script.toString());
    reader.next();
    QueryText query = ((Select) StatementParser.parse(reader.next())).query();
    List<String> lines = List.of(query.text().split("\n", -1));
    for (int i = 0; i < words.size(); i++) {
      SourcePosition place = places.get(i);
      String line = lines.get(place.line() - 1);
      assertThat(line.substring(place.column() - 1))
          .startsWith(words.get(i).replace('`', '"').lines().findFirst().orElseThrow());
    }
    assertThat(query.text()).doesNotContain("`", "--", "/*");
  }

  private static SourcePosition end(CharSequence text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return SourcePosition.of(line, column);
  }

  @Provide
  Arbitrary<List<Integer>> edits() {
    return Arbitraries.integers().between(0, Integer.MAX_VALUE).list().ofMinSize(1).ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.of(
            "a", "'b\nc'", "`d e`", "\"f\"\"\"", "1.5e3", "(1)", "ü", "'😀'", "<=>", ",")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<String>> gaps() {
    return Arbitraries.of(" ", "\n", "\t", "\r\n", " -- ;'\n", " /*;/*'*/\n*/ ", "\u00A0")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
