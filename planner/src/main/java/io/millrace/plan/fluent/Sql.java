package io.millrace.plan.fluent;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.api.table.tree.Expr;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.FluentQuery;
import io.millrace.plan.catalog.FluentQuery.OwnLines;
import io.millrace.sql.statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SQL in the making: our own words, and between them pieces that the user wrote. Immutable. */
final class Sql {
  private final List<Part> parts;

  /**
   * A piece of it.
   *
   * @param own whether the user wrote it
   * @param function whose name stands here; the text is its place until it has one
   */
  private record Part(String text, boolean own, Optional<Expr.Unnamed> function) {
    Part(String text, boolean own) {
      this(text, own, Optional.empty());
    }
  }

  private Sql(List<Part> parts) {
    this.parts = parts;
  }

  /** Our words. */
  static Sql of(String text) {
    return new Sql(List.of(new Part(text, false)));
  }

  /** The user's words. */
  static Sql own(String text) {
    return new Sql(List.of(new Part(text, true)));
  }

  /** The name of a function of the program's, as soon as it has one. */
  static Sql function(Expr.Unnamed function) {
    return new Sql(List.of(new Part("UDF", false, Optional.of(function))));
  }

  /** The same with names for functions that have none yet. */
  Sql named(Function<Expr.Unnamed, String> names) {
    return new Sql(
        parts.stream()
            .map(
                part ->
                    part.function()
                        .map(function -> new Part(quoted(names.apply(function)), false))
                        .orElse(part))
            .toList());
  }

  /** A name in quotes. */
  static Sql name(String name) {
    return of(quoted(name));
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  Sql then(String text) {
    return then(of(text));
  }

  Sql then(Sql other) {
    List<Part> all = new ArrayList<>(parts);
    all.addAll(other.parts);
    return new Sql(all);
  }

  Sql inParentheses() {
    return of("(").then(this).then(")");
  }

  static Sql join(String separator, List<Sql> items) {
    List<Part> all = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        all.add(new Part(separator, false));
      }
      all.addAll(items.get(i).parts);
    }
    return new Sql(all);
  }

  /** On one line, as far as the user's words are, for people. */
  String shown() {
    return parts.stream().map(Part::text).collect(Collectors.joining());
  }

  /** The query for the parser, in which each piece of the user's stands on lines of its own. */
  FluentQuery query(List<CatalogObject> leaves) {
    StringBuilder text = new StringBuilder();
    List<OwnLines> own = new ArrayList<>();
    int line = 1;
    for (Part part : parts) {
      int lines = (int) part.text().chars().filter(c -> c == '\n').count();
      if (part.own()) {
        text.append('\n').append(part.text()).append('\n');
        own.add(new OwnLines(line + 1, line + 1 + lines, new SourceText("", part.text())));
        line += lines + 2;
      } else {
        text.append(part.text());
        line += lines;
      }
    }
    return new FluentQuery(
        new QueryText(text.toString(), shown(), SourcePosition.of(1, 1)),
        new SourceText("", text.toString()),
        leaves,
        own);
  }
}
