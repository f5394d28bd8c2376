package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.Suggestions;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Function;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.ValuesNode;
import io.millrace.sql.statement.Identifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Gives a query's result the columns of the relation it is inserted into: each of the target's
 * physical columns from the query's column that fills it, its default, or NULL.
 */
public final class InsertConversion {
  private final Relation target;
  private final SourcePosition position;
  private final List<SourcePosition> values;
  private final java.util.function.Function<PhysicalColumn, Expression> defaults;

  /**
   * @param position of the target's name in the script
   * @param values where the query's columns are written; empty if not one by one
   * @param defaults gives the expression of a column's default
   */
  public InsertConversion(
      Relation target,
      SourcePosition position,
      List<SourcePosition> values,
      java.util.function.Function<PhysicalColumn, Expression> defaults) {
    this.target = target;
    this.position = position;
    this.values = List.copyOf(values);
    this.defaults = defaults;
  }

  /**
   * @param visible how many of the query's columns are its result; more are there to sort by
   * @param columns the columns that the query fills; empty for all
   */
  public PlanNode convert(PlanNode query, int visible, List<Identifier> columns, boolean byName) {
    if (target.columns().isEmpty() && columns.isEmpty()) {
      // A sink without declared columns, such as the console, takes those of the query.
      return query;
    }
    List<PhysicalColumn> physical = new ArrayList<>();
    for (Relation.Column column : target.columns()) {
      if (column instanceof PhysicalColumn p) {
        physical.add(p);
      }
    }
    int[] sources = sources(query, visible, columns, byName, physical);
    List<Expression> projections = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sources.length; i++) {
      Field field = physical.get(i).field();
      names.add(field.name());
      projections.add(sources[i] < 0 ? absent(physical.get(i)) : assign(query, sources[i], field));
    }
    for (int i = visible; i < query.output().size(); i++) {
      projections.add(new ColumnReference(i, query.output().type(i)));
      names.add(query.output().name(i));
    }
    ProjectNode project = ProjectNode.of(query, projections, names);
    return project.isIdentity() && names.equals(query.output().names()) ? query : project;
  }

  private int[] sources(
      PlanNode query,
      int visible,
      List<Identifier> columns,
      boolean byName,
      List<PhysicalColumn> physical) {
    int[] sources = new int[physical.size()];
    Arrays.fill(sources, -1);
    if (byName) {
      for (int i = 0; i < visible; i++) {
        String name = query.output().name(i);
        int at = find(physical, name);
        if (at < 0) {
          throw noSuchColumn(name, physical, position);
        }
        sources[at] = i;
      }
      return sources;
    }
    int expected = columns.isEmpty() ? physical.size() : columns.size();
    if (visible != expected) {
      // The first value too many, or the last before the one that lacks.
      int place = Math.min(expected, visible - 1);
      throw error(
              ErrorCode.INSERT_COLUMNS,
              (columns.isEmpty()
                      ? target.name() + " has " + plural(expected)
                      : "the list names " + plural(expected))
                  + ", and the query gives "
                  + visible)
          .at(at(place))
          .hint(
              "columns of "
                  + target.name()
                  + ": "
                  + String.join(", ", physical.stream().map(c -> c.field().name()).toList()))
          .build();
    }
    if (columns.isEmpty()) {
      for (int i = 0; i < sources.length; i++) {
        sources[i] = i;
      }
      return sources;
    }
    for (int i = 0; i < columns.size(); i++) {
      Identifier column = columns.get(i);
      int at = find(physical, column.text());
      if (at < 0) {
        throw noSuchColumn(column.text(), physical, column.position());
      }
      if (sources[at] >= 0) {
        throw error(ErrorCode.INSERT_COLUMNS, "column \"" + column.text() + "\" is named twice")
            .at(column.position())
            .hint("leave one of them out")
            .build();
      }
      sources[at] = i;
    }
    return sources;
  }

  /** Where a column of the query is written, or else the name of the target. */
  private SourcePosition at(int source) {
    return source < values.size() ? values.get(source) : position;
  }

  private static String plural(int columns) {
    return columns == 1 ? "1 column" : columns + " columns";
  }

  private static int find(List<PhysicalColumn> columns, String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).field().name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  private MillraceException noSuchColumn(
      String name, List<PhysicalColumn> columns, SourcePosition at) {
    List<String> names = columns.stream().map(c -> c.field().name()).toList();
    String didYouMean =
        Suggestions.nearest(name, names)
            .map(near -> "did you mean \"" + near + "\"?   ")
            .orElse("");
    return error(ErrorCode.COLUMN_NOT_FOUND, name, " in " + target.name())
        .at(at)
        .hint(didYouMean + "columns of " + target.name() + ": " + String.join(", ", names))
        .build();
  }

  private Expression absent(PhysicalColumn column) {
    if (column.defaultValue().isPresent()) {
      return Casts.to(defaults.apply(column), column.field().type(), Optional.empty());
    }
    if (!column.field().type().nullable()) {
      throw error(
              ErrorCode.INSERT_COLUMNS,
              "column \""
                  + column.field().name()
                  + "\" of "
                  + target.name()
                  + " is NOT NULL, has no default and is not given")
          .at(position)
          .hint("name it among the columns to fill, and give it a value")
          .build();
    }
    return Literal.nullOf(column.field().type());
  }

  private Expression assign(PlanNode query, int source, Field field) {
    DataType from = query.output().type(source);
    DataType to = field.type();
    ColumnReference column = new ColumnReference(source, from);
    if (!to.nullable() && givesNull(query, source)) {
      throw error(ErrorCode.NULL_NOT_ALLOWED, field.name(), target.name())
          .at(at(source))
          .hint("give it a value, or leave such rows out")
          .build();
    }
    if (from.kind() == TypeKind.NULL) {
      return Literal.nullOf(to);
    }
    if (!isAssignable(from, to) && !isLiteralOf(query, source, to)) {
      throw error(
              ErrorCode.TYPE_MISMATCH,
              "column \""
                  + field.name()
                  + "\" of "
                  + target.name()
                  + " is "
                  + to.sql()
                  + ", and the query gives "
                  + from.sql())
          .at(at(source))
          .hint("CAST(… AS " + to.sql().toUpperCase(java.util.Locale.ROOT) + ")")
          .build();
    }
    return demandValue(
        Casts.to(demandLength(column, to, at(source)), to, Optional.of(at(source))),
        field,
        at(source));
  }

  /** CAST cuts text that is too long; writing it is an error. */
  private static Expression demandLength(Expression text, DataType to, SourcePosition place) {
    DataType from = text.type();
    boolean limited = to.kind().isText() && to.precision() != DataType.UNBOUNDED;
    boolean fits = from.precision() != DataType.UNBOUNDED && from.precision() <= to.precision();
    if (!from.kind().isText() || !limited || fits) {
      return text;
    }
    return new Expression.Call(
        Function.REQUIRE_LENGTH,
        List.of(text, Literal.of(to.precision(), DataType.INTEGER)),
        DataType.varchar(to.precision()).withNullable(from.nullable()),
        Optional.of(place));
  }

  private Expression demandValue(Expression value, Field field, SourcePosition place) {
    if (field.type().nullable() || !value.type().nullable()) {
      return value;
    }
    return new Expression.Call(
        Function.REQUIRE_NOT_NULL,
        List.of(value, Literal.of(field.name()), Literal.of(target.name())),
        value.type().notNull(),
        Optional.of(place));
  }

  /** Whether some row is known to hold NULL there. */
  private static boolean givesNull(PlanNode query, int column) {
    if (query instanceof ValuesNode values) {
      return values.rows().stream().anyMatch(row -> row.get(column).value() == null);
    }
    return query instanceof ProjectNode project
        && project.projections().get(column) instanceof Literal literal
        && literal.value() == null;
  }

  /**
   * Conversions within a family, and none that guesses. Values are checked when they are written.
   */
  private static boolean isAssignable(DataType from, DataType to) {
    TypeKind a = from.kind();
    TypeKind b = to.kind();
    if (a.isText() && (b == TypeKind.JSON || b == TypeKind.JSONB)) {
      return true;
    }
    if (a == b || (a.isNumeric() && b.isNumeric()) || (a.isText() && b.isText())) {
      return true;
    }
    boolean timeA = a == TypeKind.DATE || a.isTimestamp();
    boolean timeB = b == TypeKind.DATE || b.isTimestamp();
    return timeA && timeB && !(a.isTimestamp() && b == TypeKind.DATE);
  }

  /** A date or time given as text in VALUES or as a constant. */
  private static boolean isLiteralOf(PlanNode query, int column, DataType to) {
    boolean time =
        to.kind() == TypeKind.DATE || to.kind() == TypeKind.TIME || to.kind().isTimestamp();
    if (!time || !query.output().type(column).kind().isText()) {
      return false;
    }
    return query instanceof ValuesNode
        || (query instanceof ProjectNode project
            && project.projections().get(column) instanceof Literal);
  }
}
