package io.millrace.plan.analyze;

import java.util.Locale;
import java.util.Set;

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

  private TypedTexts() {}

  static void rewrite(QueryEdits query) {
    for (int i = 0; i + 1 < query.size(); i++) {
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
   * Whether no name or value stands before, of which the word could be another name or the type.
   */
  private static boolean beginsValue(QueryEdits query, int at) {
    return at == 0 || !query.is(at - 1, "AS") && !query.is(at - 1, ":") && !query.is(at - 1, ".");
  }
}
