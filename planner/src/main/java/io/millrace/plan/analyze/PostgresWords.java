package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * PostgreSQL's spellings in those of the standard:
 *
 * <ul>
 *   <li>{@code a ISNULL} and {@code a NOTNULL}: {@code a IS [NOT] NULL}, of which the parser would
 *       make another name of {@code a};
 *   <li>{@code a ~~ 'x%'}, {@code !~~}, {@code ~~*} and {@code !~~*}: LIKE and ILIKE;
 *   <li>{@code ORDER BY a USING >}: {@code ORDER BY a DESC};
 *   <li>{@code public.t}, {@code main.t} and {@code pg_catalog.f(…)}: {@code t}, for these are the
 *       schemas that all is in anyway.
 * </ul>
 */
final class PostgresWords {
  private static final Set<String> DEFAULT_SCHEMAS = Set.of("PUBLIC", "MAIN", "PG_CATALOG");

  private PostgresWords() {}

  static void rewrite(QueryEdits query) {
    for (int i = 0; i < query.size(); i++) {
      switch (query.get(i).text().toUpperCase(Locale.ROOT)) {
        case "ISNULL" -> postfix(query, i, "IS NULL");
        case "NOTNULL" -> postfix(query, i, "IS NOT NULL");
        case "~" -> like(query, i);
        case "LIKE", "ILIKE" -> refuseBackslash(query, i + 1);
        case "USING" -> order(query, i);
        case "PUBLIC", "MAIN", "PG_CATALOG" -> schema(query, i);
        default -> {}
      }
    }
  }

  private static void postfix(QueryEdits query, int at, String standard) {
    if (at > 0 && isOperand(query, at - 1) && !query.is(at + 1, "(") && !query.is(at + 1, ".")) {
      query.replace(at, standard);
    }
  }

  private static boolean isOperand(QueryEdits query, int at) {
    String text = query.get(at).text();
    char last = text.charAt(text.length() - 1);
    return (Character.isJavaIdentifierPart(last) || ")]'\"".indexOf(last) >= 0)
        && !query.is(at, "AS")
        && !query.is(at, "SELECT");
  }

  /** In PostgreSQL and Spark it takes the next sign its meaning, in DuckDB and the standard not. */
  private static void refuseBackslash(QueryEdits query, int pattern) {
    if (query.isText(pattern)
        && query.get(pattern).value().indexOf('\\') >= 0
        && !query.is(pattern + 1, "ESCAPE")) {
      throw error(ErrorCode.NOT_SUPPORTED, "LIKE with a backslash, which has two meanings,")
          .at(query.position(pattern))
          .hint("say what it is:   a LIKE '10\\%' ESCAPE '\\'")
          .hint("or take another sign:   a LIKE '10!%' ESCAPE '!'")
          .build();
    }
  }

  private static void like(QueryEdits query, int first) {
    if (!query.is(first + 1, "~") || !isBeside(query, first)) {
      return;
    }
    boolean not = first > 0 && query.is(first - 1, "!") && isBeside(query, first - 1);
    boolean anyCase = query.is(first + 2, "*") && isBeside(query, first + 1);
    if (not) {
      query.replace(first - 1, " NOT");
    }
    query.replace(first, anyCase ? " ILIKE " : " LIKE ");
    query.replace(first + 1, "");
    if (anyCase) {
      query.replace(first + 2, "");
    }
  }

  /** Whether no blank stands between a token and the next. */
  private static boolean isBeside(QueryEdits query, int at) {
    return query.get(at).end() == query.get(at + 1).start();
  }

  private static void order(QueryEdits query, int using) {
    boolean descending = query.is(using + 1, ">");
    if (!descending && !query.is(using + 1, "<")) {
      return;
    }
    boolean ends =
        using + 2 >= query.size()
            || List.of(",", ")", "LIMIT", "OFFSET", "FETCH", "NULLS", "ROWS", "RANGE", ";").stream()
                .anyMatch(end -> query.is(using + 2, end));
    if (ends) {
      query.replace(using, descending ? "DESC" : "ASC");
      query.replace(using + 1, "");
    }
  }

  private static void schema(QueryEdits query, int at) {
    boolean prefix = query.is(at + 1, ".") && query.isName(at + 2) && !query.is(at - 1, ".");
    if (prefix && !isAlias(query, query.get(at).text()) && !isQuery(query, at + 2)) {
      query.replace(at, "");
      query.replace(at + 1, "");
    }
  }

  /** Whether a name is that of a query in WITH, which is in no schema. */
  private static boolean isQuery(QueryEdits query, int name) {
    for (int i = 0; i + 2 < query.size(); i++) {
      if (query.is(i, query.get(name).text()) && query.is(i + 1, "AS") && query.is(i + 2, "(")) {
        return true;
      }
    }
    return false;
  }

  /** Whether a table or column has the name of a schema: it stands somewhere without a point. */
  private static boolean isAlias(QueryEdits query, String name) {
    for (int i = 0; i < query.size(); i++) {
      if (query.is(i, name) && (!query.is(i + 1, ".") || query.is(i - 1, "."))) {
        return true;
      }
    }
    return !DEFAULT_SCHEMAS.contains(name.toUpperCase(Locale.ROOT));
  }
}
