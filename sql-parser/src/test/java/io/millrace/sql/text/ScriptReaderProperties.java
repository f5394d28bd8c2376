package io.millrace.sql.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ScriptReaderProperties {
  /** Joins random statements with random space between them and takes them apart again. */
  @Property(tries = 500)
  void statementsComeBackAsTheyWere(
      @ForAll("statements") List<String> statements, @ForAll("gaps") List<String> gaps) {
    StringBuilder script = new StringBuilder();
    List<SourcePosition> positions = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      script.append(gaps.get(i % gaps.size()));
      SourcePosition start = place(script);
      script.append(statements.get(i));
      SourcePosition behind = place(script);
      positions.add(
          new SourcePosition(start.line(), start.column(), behind.line(), behind.column() - 1));
      script.append(gaps.get((i + 1) % gaps.size())).append(';');
    }
    List<String> texts = new ArrayList<>();
    List<SourcePosition> found = new ArrayList<>();
    for (StatementText statement : ScriptReader.statements(script.toString())) {
      texts.add(statement.text());
      found.add(statement.position());
    }
    assertThat(texts).isEqualTo(statements);
    assertThat(found).isEqualTo(positions);
  }

  private static SourcePosition place(CharSequence text) {
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
  Arbitrary<List<String>> statements() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "SELECT",
            "'a;''b'",
            "'\n;'",
            "\"c;\"\"\"",
            "`d;```",
            "x",
            "1.5",
            "(",
            ")",
            "ü",
            "😀",
            "-1",
            "* /",
            "<=>",
            ",");
    Arbitrary<String> gap = Arbitraries.of(" ", "\n", "\t", "\r\n", " -- ;'\n", "/*;/*'*/\n*/");
    Arbitrary<String> more = Combinators.combine(gap, piece).as((space, word) -> space + word);
    return Combinators.combine(piece, more.list().ofMaxSize(6))
        .as((first, rest) -> first + String.join("", rest))
        .list()
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<String>> gaps() {
    return Arbitraries.of("", " ", "\n", ";", "-- ;\n", "/* ; */", "\r\n\t")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
