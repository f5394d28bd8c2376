package io.millrace.shell.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When an entry is finished. */
class EntryParserTest {
  private final EntryParser parser =
      new EntryParser(
          new EntryCompleter(
              new Engine(
                  () -> {
                    throw new IllegalStateException("nothing is executed");
                  },
                  () -> {
                    throw new IllegalStateException("nothing is executed");
                  }),
              List::of));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1;",
        "SELECT 1; -- done",
        "SELECT ';', \"a;b\" /* ; */;",
        "SELECT 1;\nSELECT 2;",
        "SELECT (1;",
        "",
        "   ",
        "-- only a remark",
        ".help",
        "\\dt",
        " .tables ",
        "exit",
        "QUIT;",
        "help"
      })
  void isFinished(String entry) {
    assertThat(parser.parse(entry, entry.length(), ParseContext.ACCEPT_LINE)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiterString = "==>",
      nullValues = "-",
      textBlock =
          """
          SELECT 1               ==> -
          SELECT 1; SELECT 2     ==> -
          SELECT 1 -- ;          ==> -
          SELECT ';              ==> '
          SELECT 'it''s;         ==> '
          SELECT "a;             ==> "
          SELECT `a;             ==> `
          SELECT 1 /* ;          ==> /*
          SELECT 1 /* /* */ ;    ==> /*
          SELECT (1,             ==> (
          SELECT f((1), [2       ==> [
          exit now               ==> -
          """)
  void goesOn(String entry, String open) {
    assertThatThrownBy(() -> parser.parse(entry, entry.length(), ParseContext.ACCEPT_LINE))
        .isInstanceOfSatisfying(
            EOFError.class,
            error -> assertThat(error.getMissing()).isEqualTo(open == null ? "" : open));
  }
}
