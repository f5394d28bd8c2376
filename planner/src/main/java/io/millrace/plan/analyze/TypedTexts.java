package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A type before a text, {@code bool 't'} or {@code float8 '1.5'}, as a cast. Dates, times and
 * intervals the parser knows itself.
 */
final class TypedTexts {
  private static final Set<String> TYPES =
      Set.of(
          "BOOL",
          "BOOLEAN",
          "INT",
          "INTEGER",
          "INT2",
          "INT4",
          "INT8",
          "SMALLINT",
          "BIGINT",
          "TINYINT",
          "FLOAT",
          "FLOAT4",
          "FLOAT8",
          "REAL",
          "DOUBLE",
          "NUMERIC",
          "DECIMAL",
          "TEXT",
          "VARCHAR",
          "STRING",
          "BYTEA",
          "TIMESTAMPTZ");

  private static final Pattern DIGITS = Pattern.compile("\\\\x([0-9a-fA-F]{2})*");

  private TypedTexts() {}

  static void rewrite(QueryEdits query) {
    for (int i = 0; i + 1 < query.size(); i++) {
      if (query.isText(i + 1) && bytes(query, i + 1)) {
        continue;
      }
      int text = query.is(i, "DOUBLE") && query.is(i + 1, "PRECISION") ? i + 2 : i + 1;
      if (query.isText(text)
          && TYPES.contains(query.get(i).text().toUpperCase(Locale.ROOT))
          && beginsValue(query, i)) {
        query.insertBefore(i, "CAST(");
        String type = query.text(i, text);
        for (int word = i; word < text; word++) {
          query.replace(word, "");
        }
        boolean decimal = type.equalsIgnoreCase("NUMERIC") || type.equalsIgnoreCase("DECIMAL");
        query.insertBehind(text, " AS " + type + (decimal ? DialectWords.DIGITS : "") + ")");
      }
    }
  }

  /**
   * PostgreSQL's {@code '\\x0a'::bytea}: bytes by their digits, which to Spark's BINARY are text.
   */
  private static boolean bytes(QueryEdits query, int text) {
    boolean behind =
        query.is(text + 1, ":") && query.is(text + 2, ":") && query.is(text + 3, "BYTEA");
    boolean cast =
        query.is(text - 1, "(")
            && query.is(text - 2, "CAST")
            && query.is(text + 1, "AS")
            && query.is(text + 2, "BYTEA");
    boolean before = query.is(text - 1, "BYTEA");
    String value = query.get(text).value();
    if (!behind && !cast && !before || value.indexOf('\\') < 0) {
      return false;
    }
    if (!DIGITS.matcher(value).matches()) {
      throw error(ErrorCode.NOT_SUPPORTED, "a text with a backslash as bytes")
          .at(query.position(text))
          .hint("write the bytes by their digits:   X'0aff'   or   '\\x0aff'::bytea")
          .build();
    }
    query.replace(text, "X'" + value.substring(2) + "'");
    if (before) {
      query.replace(text - 1, "");
    }
    return before;
  }

  /**
   * Whether no name or value stands before, of which the word could be another name or the type.
   */
  private static boolean beginsValue(QueryEdits query, int at) {
    return at == 0 || !query.is(at - 1, "AS") && !query.is(at - 1, ":") && !query.is(at - 1, ".");
  }
}
