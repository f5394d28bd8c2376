package io.millrace.sql.parse;

import io.millrace.sql.grammar.MillraceSqlParser;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.Vocabulary;

/** The words that mean something to the grammar, and the types of their tokens. */
final class Keywords {
  /** Words that queries use and that are no names, beside those the grammar of statements uses. */
  private static final List<String> QUERY_WORDS =
      List.of(
          "AND",
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
          "LIKE",
          "LIMIT",
          "NATURAL",
          "OFFSET",
          "ON",
          "ORDER",
          "OUTER",
          "RIGHT",
          "SOME",
          "THEN",
          "UNION",
          "WHEN",
          "WHERE",
          "WINDOW");

  private static final List<String> TIME_UNITS =
      List.of(
          "MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR");

  private static final Map<String, Integer> TYPES = types();

  private Keywords() {}

  private static Map<String, Integer> types() {
    Map<String, Integer> types = new HashMap<>();
    Vocabulary vocabulary = MillraceSqlParser.VOCABULARY;
    for (int type = 1; type <= vocabulary.getMaxTokenType(); type++) {
      String name = vocabulary.getSymbolicName(type);
      if (name != null && isKeyword(type)) {
        types.put(name, type);
      }
    }
    for (String word : QUERY_WORDS) {
      types.put(word, MillraceSqlParser.RESERVED_WORD);
    }
    for (String unit : TIME_UNITS) {
      types.put(unit, MillraceSqlParser.TIME_UNIT);
      types.put(unit + "S", MillraceSqlParser.TIME_UNIT);
    }
    return Map.copyOf(types);
  }

  /** Whether a token type stands for the one word that is its name. */
  static boolean isKeyword(int type) {
    // Types whose name is a word are keywords, except for the names of signs.
    String name = MillraceSqlParser.VOCABULARY.getSymbolicName(type);
    return name != null
        && name.indexOf('_') < 0
        && MillraceSqlParser.VOCABULARY.getLiteralName(type) == null
        && type != MillraceSqlParser.BLANK;
  }

  /** The type of the token for a word: a keyword's, or that of a plain word. */
  static int typeOf(String word) {
    return TYPES.getOrDefault(word.toUpperCase(Locale.ROOT), MillraceSqlParser.PLAIN_WORD);
  }

  /** The units of time, in the singular. */
  static List<String> timeUnits() {
    return TIME_UNITS;
  }

  /** Whether an unquoted word cannot be a name. */
  static boolean isReserved(int type) {
    return type >= MillraceSqlParser.ALL && type <= MillraceSqlParser.RESERVED_WORD;
  }

  /** Whether a token is a word that can be a name. */
  static boolean isNonReserved(int type) {
    return type >= MillraceSqlParser.SOURCE && type <= MillraceSqlParser.TIME_UNIT;
  }

  /** Whether a token is a word or a quoted name that can be a name. */
  static boolean isName(int type) {
    return type == MillraceSqlParser.PLAIN_WORD
        || type == MillraceSqlParser.QUOTED_NAME
        || isNonReserved(type);
  }
}
