package io.millrace.plan.incremental.pass;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.plan.catalog.Overload;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Columns of an input as the types that aggregates want, beside the input's own. */
final class ArgumentColumns {
  private final PlanNode input;
  private final List<Expression> projections = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  ArgumentColumns(PlanNode input) {
    this.input = input;
    for (int i = 0; i < input.output().size(); i++) {
      projections.add(new ColumnReference(i, input.output().type(i)));
      names.add(input.output().name(i));
    }
  }

  /** The input with the columns added. */
  PlanNode node() {
    return projections.size() == input.output().size()
        ? input
        : ProjectNode.of(input, projections, names);
  }

  /** A column as overloads are chosen by. */
  Overload.Argument argument(int column) {
    return new Overload.Argument(input.output().type(column), Optional.empty());
  }

  /** The columns that hold the arguments of a call as the types of its parameters. */
  List<Integer> cast(
      List<Integer> columns, Overload<?> overload, Optional<SourcePosition> position) {
    List<Integer> cast = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = columns.get(i);
      DataType given = projections.get(column).type();
      cast.add(as(column, overload.parameters().get(i).target(given), position));
    }
    return cast;
  }

  /** The column that holds a column as a type. */
  int as(int column, DataType type, Optional<SourcePosition> position) {
    Expression given = projections.get(column);
    Expression wanted = Casts.to(given, type, position);
    if (wanted.equals(given)) {
      return column;
    }
    int known = projections.indexOf(wanted);
    if (known >= 0) {
      return known;
    }
    names.add("$" + wanted.type().sql() + " of " + names.get(column));
    projections.add(wanted);
    return projections.size() - 1;
  }
}
