package io.millrace.tests.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.shell.repl.Keywords;
import io.millrace.sql.grammar.MillraceSqlLexer;
import io.millrace.sql.parse.StatementBeginning;
import io.millrace.sql.parse.Word;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.Vocabulary;
import org.junit.jupiter.api.Test;

/** The shell colours the words that the language has. */
class ColoredKeywordsTest {

  @Test
  void everyWordOfTheGrammarIsColored() {
    Vocabulary vocabulary = MillraceSqlLexer.VOCABULARY;
    Set<String> words = new TreeSet<>();
    for (int type = 1; type <= vocabulary.getMaxTokenType(); type++) {
      String name = vocabulary.getSymbolicName(type);
      if (name != null && isWord(name)) {
        words.add(name);
      }
    }
    assertThat(words).isNotEmpty();
    assertThat(Keywords.ofStatements()).containsAll(words);
  }

  /** Whether the lexer takes the name of a token for that token: those of signs are plain words. */
  private static boolean isWord(String name) {
    Word word = StatementBeginning.words(name).get(0);
    return name.indexOf('_') < 0 && StatementBeginning.isKeyword(word.text());
  }

  @Test
  void everyColoredWordIsOneOfTheLanguage() {
    assertThat(Keywords.ofStatements()).allMatch(StatementBeginning::isKeyword);
  }
}
