package io.millrace.shell.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;

/** The colours of what is typed. */
class HighlightingTest {
  private static AttributedStyle styleAt(String line, int cursor, int index) {
    return Highlighting.highlight(line, cursor).styleAt(index);
  }

  private static AttributedStyle styleAt(String line, int index) {
    return styleAt(line, line.length(), index);
  }

  @Test
  void keywordsTextsNumbersAndCommentsDiffer() {
    String line = "SELECT 'a', 12, b -- c";
    AttributedStyle plain = AttributedStyle.DEFAULT;
    assertThat(
            List.of(
                styleAt(line, 0), styleAt(line, 8), styleAt(line, 12), styleAt(line, 20), plain))
        .doesNotHaveDuplicates();
    assertThat(styleAt(line, line.indexOf("b"))).isEqualTo(plain);
  }

  @Test
  void aMisspeltKeywordIsPlain() {
    assertThat(styleAt("SELEC 1", 0)).isEqualTo(AttributedStyle.DEFAULT);
    assertThat(styleAt("select 1", 0)).isNotEqualTo(AttributedStyle.DEFAULT);
    assertThat(styleAt("\"select\"", 1)).isEqualTo(AttributedStyle.DEFAULT);
  }

  @Test
  void theBracketsOfAPairShowWhileTheCursorIsAtOneOfThem() {
    String line = "f((1) + 2)";
    assertThat(styleAt(line, 10, 9)).isNotEqualTo(AttributedStyle.DEFAULT);
    assertThat(styleAt(line, 10, 1)).isEqualTo(styleAt(line, 10, 9));
    assertThat(styleAt(line, 10, 2)).isEqualTo(AttributedStyle.DEFAULT);
    assertThat(styleAt(line, 7, 1)).isEqualTo(AttributedStyle.DEFAULT);
  }

  @Test
  void aBracketWithoutPartnerStandsOut() {
    assertThat(styleAt("f(1))", 0, 4)).isNotEqualTo(AttributedStyle.DEFAULT);
    assertThat(styleAt("f(1]", 0, 3)).isEqualTo(styleAt("f(1))", 0, 4));
  }

  @Provide
  Arbitrary<String> typed() {
    return Arbitraries.of(
            "SELECT ", "'", "\"", "--", "/*", "*/", "\n", "(", ")", "1.5e", "x", ";", "\\")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Property
  void theTextStaysAsItIs(@ForAll("typed") String line) {
    AttributedString colored = Highlighting.highlight(line, 0);
    assertThat(colored.toString()).isEqualTo(line);
  }

  @Property
  void tokensStandInOrderAndLeaveOutOnlyBlanks(@ForAll("typed") String line) {
    int at = 0;
    for (SqlToken token : SqlTokens.of(line)) {
      assertThat(token.start()).isGreaterThanOrEqualTo(at);
      assertThat(line.substring(at, token.start())).isBlank();
      assertThat(token.end()).isGreaterThan(token.start());
      at = token.end();
    }
    assertThat(line.substring(at)).isBlank();
  }
}
