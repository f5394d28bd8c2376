package io.millrace.exec.session.table;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.TypeKind;
import io.millrace.exec.session.context.TableTarget;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.sql.statement.Assignment;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.ValueRow.Cell;
import io.millrace.sql.statement.ValueRow.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the part of a query that makes new images of rows: their ids, and all columns. */
final class RowImages {
  private final TableTarget target;
  private final Identifier alias;
  private final Map<Integer, Cell> values = new HashMap<>();

  /**
   * The images of an update.
   *
   * @param alias of the table in the query
   */
  RowImages(TableTarget target, Identifier alias, List<Assignment> assignments) {
    this.target = target;
    this.alias = alias;
    for (Assignment assignment : assignments) {
      int column = target.column(assignment.column());
      if (values.put(column, assignment.value()) != null) {
        throw error(
                ErrorCode.INSERT_COLUMNS,
                "column \"" + assignment.column().text() + "\" is set twice")
            .at(assignment.column().position())
            .build();
      }
    }
  }

  /** The values that are set, by column. */
  Map<Integer, Cell> values() {
    return Map.copyOf(values);
  }

  /**
   * Writes {@code SELECT id, columns}.
   *
   * @return where the query's rows go
   */
  PlanRequest.Target write(ComposedQuery query) {
    SourcePosition begin = query.here();
    query.from("SELECT", target.name().position()).own(" ");
    List<SourcePosition> places = new ArrayList<>();
    places.add(begin);
    query.name(alias.text()).own(".").name(TableTarget.ROW_ID);
    List<PhysicalColumn> columns = target.relation().physicalColumns();
    for (int i = 0; i < columns.size(); i++) {
      query.own(", ");
      Cell value = values.get(i);
      if (value == null) {
        places.add(begin);
        query.name(alias.text()).own(".").name(columns.get(i).field().name());
      } else {
        SourcePosition from = query.here();
        value(query, columns.get(i), value);
        SourcePosition behind = query.here();
        places.add(
            behind.column() > 1
                ? from.to(SourcePosition.of(behind.line(), behind.column() - 1))
                : from);
      }
    }
    return new PlanRequest.Target(target.images(), begin, List.of(), false, places);
  }

  private static boolean isTime(PhysicalColumn column, Cell value) {
    TypeKind kind = column.field().type().kind();
    return value.kind() == Kind.TEXT
        && (kind == TypeKind.DATE || kind == TypeKind.TIME || kind == TypeKind.TIMESTAMP);
  }

  /**
   * Whether a text is the literal of a column of another type, as {@code '8'} is for BIGINT. Where
   * all values are constants the planner itself knows those of dates and times.
   */
  static boolean isTyped(PhysicalColumn column, Cell value) {
    TypeKind kind = column.field().type().kind();
    return value.kind() == Kind.TEXT && (kind.isNumeric() || kind == TypeKind.BOOLEAN);
  }

  /** Writes a value, or what stands for DEFAULT. */
  static void value(ComposedQuery query, PhysicalColumn column, Cell value) {
    if (isTyped(column, value) || isTime(column, value)) {
      String type = column.field().type().sql();
      query.from("CAST(" + value.sql() + " AS " + type + ")", value.position());
    } else if (value.kind() != Kind.DEFAULT) {
      query.user(value);
    } else if (column.defaultValue().isPresent()) {
      query.from("(" + column.defaultValue().get().text().strip() + ")", value.position());
    } else {
      query.from("NULL", value.position());
    }
  }
}
