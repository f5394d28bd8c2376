package io.millrace.sql.parse;

import io.millrace.sql.grammar.MillraceSqlLexer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.Vocabulary;

/**
 * The words that mean something to the grammar, and the types of their tokens. Taken from the
 * lexer, so that a plain query never loads the tables of the parser.
 */
final class Keywords {
  /** Words that queries use and that are no names, beside those the grammar of statements uses. */
  private static final List<String> QUERY_WORDS =
      List.of(
          "ANY",
          "BETWEEN",
          "CASE",
          "CAST",
          "CROSS",
          "DISTINCT",
          "ELSE",
          "END",
          "EXCEPT",
          "FETCH",
          "FULL",
          "GROUP",
          "HAVING",
          "IN",
          "INNER",
          "INTERSECT",
          "IS",
          "JOIN",
          "LATERAL",
          "LEFT",
          "LIMIT",
          "NATURAL",
          "OFFSET",
          "ORDER",
          "OUTER",
          "RIGHT",
          "SOME",
          "UNION",
          "WINDOW");

  private static final List<String> TIME_UNITS =
      List.of(
          "MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR");

  private static final Map<String, Integer> TYPES = types();

  private Keywords() {}

  private static Map<String, Integer> types() {
    Map<String, Integer> types = new HashMap<>();
    Vocabulary vocabulary = MillraceSqlLexer.VOCABULARY;
    for (int type = 1; type <= vocabulary.getMaxTokenType(); type++) {
      String name = vocabulary.getSymbolicName(type);
      if (name != null && isKeyword(type)) {
        types.put(name, type);
      }
    }
    for (String word : QUERY_WORDS) {
      types.put(word, MillraceSqlLexer.RESERVED_WORD);
    }
    for (String unit : TIME_UNITS) {
      types.put(unit, MillraceSqlLexer.TIME_UNIT);
      types.put(unit + "S", MillraceSqlLexer.TIME_UNIT);
    }
    return Map.copyOf(types);
  }

  /** Whether a token type stands for the one word that is its name. */
  static boolean isKeyword(int type) {
    // Types whose name is a word are keywords, except for the names of signs.
    String name = MillraceSqlLexer.VOCABULARY.getSymbolicName(type);
    return name != null
        && name.indexOf('_') < 0
        && MillraceSqlLexer.VOCABULARY.getLiteralName(type) == null
        && type != MillraceSqlLexer.BLANK;
  }

  /** The type of the token for a word: a keyword's, or that of a plain word. */
  static int typeOf(String word) {
    return TYPES.getOrDefault(word.toUpperCase(Locale.ROOT), MillraceSqlLexer.PLAIN_WORD);
  }

  /** The units of time, in the singular. */
  static List<String> timeUnits() {
    return TIME_UNITS;
  }

  /** Whether an unquoted word cannot be a name. */
  static boolean isReserved(int type) {
    return type >= MillraceSqlLexer.ALL && type <= MillraceSqlLexer.RESERVED_WORD;
  }

  /** Whether a token is a word that can be a name. */
  static boolean isNonReserved(int type) {
    return type >= MillraceSqlLexer.SOURCE && type <= MillraceSqlLexer.TIME_UNIT;
  }

  /** Whether a token is a word or a quoted name that can be a name. */
  static boolean isName(int type) {
    return type == MillraceSqlLexer.PLAIN_WORD
        || type == MillraceSqlLexer.QUOTED_NAME
        || isNonReserved(type);
  }
}
