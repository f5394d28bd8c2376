package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.Suggestions;
import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.CatalogObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;

/** Names that mean nothing where they stand, and what they were probably meant to be. */
final class NameErrors {
  private final VisibleNames visible;
  private final Catalog catalog;
  private final FunctionTable functions;

  NameErrors(VisibleNames visible, Catalog catalog, FunctionTable functions) {
    this.visible = visible;
    this.catalog = catalog;
    this.functions = functions;
  }

  /** A table in FROM. */
  MillraceException.Builder tableNotFound(String name, Optional<SourcePosition> place) {
    List<String> known =
        Stream.concat(
                visible.withNames().stream(), catalog.list().stream().map(CatalogObject::name))
            .distinct()
            .toList();
    Optional<SqlIdentifier> written = visible.identifier(place).filter(id -> id.names.size() > 1);
    if (written.isPresent()) {
      String last = written.get().names.get(written.get().names.size() - 1);
      MillraceException.Builder result =
          error(ErrorCode.TABLE_NOT_FOUND, "table", String.join(".", written.get().names), "")
              .detail("Names of tables have no part before a dot: there are no schemas.");
      nearest(last, known).ifPresent(result::hint);
      return result;
    }
    return error(ErrorCode.TABLE_NOT_FOUND, "table", name, "")
        .hint(
            known.isEmpty()
                ? "there is no table yet: begin with CREATE SOURCE or CREATE TABLE"
                : nearest(name, known).map(near -> near + "   ").orElse("")
                    + "tables: "
                    + String.join(", ", known));
  }

  /** What stands before the dot of a column. */
  MillraceException.Builder qualifierNotFound(String name, Optional<SourcePosition> place) {
    List<VisibleNames.Table> tables = visible.tables(place);
    for (VisibleNames.Table table : tables) {
      if (table.name().equalsIgnoreCase(name) && !table.alias().isEmpty()) {
        return error(ErrorCode.TABLE_NOT_FOUND, "table", name, " in FROM under that name")
            .hint(table.name() + " is called " + table.alias() + ":   " + table.alias() + ".…");
      }
    }
    List<String> names =
        tables.stream()
            .map(table -> table.alias().isEmpty() ? table.name() : table.alias())
            .filter(found -> !found.isEmpty())
            .toList();
    MillraceException.Builder result = error(ErrorCode.TABLE_NOT_FOUND, "table", name, " in FROM");
    return names.isEmpty()
        ? result
        : result.hint(
            nearest(name, names).map(near -> near + "   ").orElse("")
                + "tables of this query: "
                + String.join(", ", names));
  }

  /** A column that several tables have. */
  MillraceException.Builder columnAmbiguous(String name, Optional<SourcePosition> place) {
    List<String> tables =
        visible.tables(place).stream()
            .map(table -> table.alias().isEmpty() ? table.name() : table.alias())
            .filter(found -> !found.isEmpty())
            .map(found -> found + "." + name)
            .toList();
    return error(ErrorCode.COLUMN_AMBIGUOUS, name, "more than one column has that name")
        .hint(
            tables.size() < 2
                ? "name the columns apart with AS"
                : "say of which table:   " + String.join(" or ", tables));
  }

  /** A column, or what stands before {@code .*}. */
  MillraceException.Builder columnNotFound(String name, Optional<SourcePosition> place) {
    Optional<SqlIdentifier> written = visible.identifier(place);
    if (written.isPresent() && written.get().isStar() && written.get().names.size() > 1) {
      return qualifierNotFound(name, place);
    }
    String simple = name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : name;
    VisibleNames.Columns columns = visible.columns(place);
    MillraceException.Builder result =
        error(
            ErrorCode.COLUMN_NOT_FOUND,
            name,
            columns.from().isEmpty() ? "" : " in " + columns.from());
    Optional<String> special = special(simple, place, written);
    if (special.isPresent()) {
      return result.hint(special.get());
    }
    if (columns.names().stream().anyMatch(simple::equalsIgnoreCase)) {
      return result
          .detail("Only columns that both tables have can stand in USING.")
          .hint("say which columns belong together:   ON a.id = b.id");
    }
    List<String> candidates = new ArrayList<>(columns.names());
    if (!visible.isInWhere(place)) {
      visible.aliases(place).forEach(alias -> candidates.add(alias.operand(1).toString()));
    }
    if (candidates.isEmpty()) {
      return result;
    }
    Optional<String> near = nearest(simple, candidates);
    if (columns.names().isEmpty()) {
      // There is no FROM: what was written may be an alias.
      near.ifPresent(result::hint);
      return result;
    }
    String didYouMean = near.map(text -> text + "   ").orElse("");
    String of = columns.from().isEmpty() ? "columns: " : "columns of " + columns.from() + ": ";
    return result.hint(didYouMean + of + String.join(", ", columns.names()));
  }

  /** Mistakes that are not one of spelling. */
  private Optional<String> special(
      String name, Optional<SourcePosition> place, Optional<SqlIdentifier> written) {
    if (visible.isInWhere(place)) {
      for (SqlCall alias : visible.aliases(place)) {
        if (alias.operand(1).toString().equalsIgnoreCase(name)) {
          return Optional.of(
              "SELECT names it, after WHERE is done: write the expression itself:   "
                  + TypeWords.unquote(alias.operand(0).toString()));
        }
      }
    }
    if (WindowTableFunction.COLUMNS.contains(name.toLowerCase(Locale.ROOT))) {
      return Optional.of(
          "it comes from a window:   "
              + "FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' MINUTE))");
    }
    boolean quoted = written.isPresent() && written.get().isComponentQuoted(0);
    List<String> columns = visible.columns(place).names();
    return quoted && Suggestions.nearest(name, columns).isEmpty()
        ? Optional.of("a text stands in single quotes:   '" + name + "'")
        : Optional.empty();
  }

  MillraceException.Builder functionNotFound(String signature) {
    String name = functionName(signature);
    boolean exists = functions.names().contains(name.toUpperCase(Locale.ROOT));
    MillraceException.Builder result =
        error(
            ErrorCode.FUNCTION_NOT_FOUND,
            exists
                ? name + TypeWords.arguments(signature.substring(signature.indexOf('(')))
                : name);
    if (exists) {
      return result.hint(name + " exists, but not with arguments of these types: use CAST");
    }
    Suggestions.nearest(name, functions.names())
        .ifPresent(near -> result.hint("did you mean " + near.toLowerCase(Locale.ROOT) + "?"));
    return result;
  }

  /** The name of a function where the whole call is reported. */
  static Optional<SourcePosition> ofFunction(String signature, Optional<SourcePosition> call) {
    int length = functionName(signature).length();
    return call.map(
        place ->
            new SourcePosition(
                place.line(), place.column(), place.line(), place.column() + length - 1));
  }

  private static String functionName(String signature) {
    int open = signature.indexOf('(');
    String name = open < 0 ? signature : signature.substring(0, open);
    return HiddenNames.isHidden(name) ? name.substring(1) : name;
  }

  private static Optional<String> nearest(String name, List<String> known) {
    return Suggestions.nearest(name, known).map(near -> "did you mean \"" + near + "\"?");
  }
}
