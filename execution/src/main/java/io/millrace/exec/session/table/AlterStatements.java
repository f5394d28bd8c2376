package io.millrace.exec.session.table;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.VersionedTable;
import io.millrace.api.connector.VersionedTable.Conflicts;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.api.types.Field;
import io.millrace.exec.session.context.SessionCatalog;
import io.millrace.exec.session.context.TableTarget;
import io.millrace.exec.session.definition.DefinitionStatements;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.Relation.Column;
import io.millrace.plan.catalog.Relation.ComputedColumn;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Statement.AddColumn;
import io.millrace.sql.statement.Statement.AlterTable;
import io.millrace.sql.statement.Statement.Alteration;
import io.millrace.sql.statement.Statement.DropColumn;
import io.millrace.sql.statement.Statement.RenameColumn;
import io.millrace.sql.statement.Statement.RenameTable;
import io.millrace.sql.statement.TableElement;
import io.millrace.sql.statement.ValueRow.Cell;
import io.millrace.sql.statement.ValueRow.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** ALTER TABLE: makes the table anew under the changed declaration, with the rows it has. */
final class AlterStatements {
  private final TableQueries queries;
  private final DefinitionStatements definitions;

  AlterStatements(TableQueries queries, DefinitionStatements definitions) {
    this.queries = queries;
    this.definitions = definitions;
  }

  StatementResult alter(AlterTable statement, SourceText script) {
    TableTarget target = TableTarget.find(queries.session(), statement.table(), "ALTER");
    definitions.checkUnused(target.relation(), statement.table());
    Relation altered = altered(target, statement.alteration());
    Alteration alteration = statement.alteration();
    if (!(alteration instanceof RenameTable)) {
      copy(target, altered, alteration, statement.position(), script);
    }
    queries.session().catalog().remove(target.relation().name());
    queries.session().catalog().put(altered);
    return new StatementResult.Done(
        "ALTER TABLE " + target.relation().name(), OptionalLong.empty());
  }

  private Relation altered(TableTarget target, Alteration alteration) {
    Relation old = target.relation();
    if (alteration instanceof RenameTable rename) {
      expectFree(rename.name());
      return old.with(
          rename.name().text(),
          old.columns(),
          old.watermark(),
          old.primaryKey(),
          old.constraints(),
          old.attachment());
    }
    List<Column> columns = new ArrayList<>(old.columns());
    if (alteration instanceof AddColumn add) {
      expectNew(old, add.column().name());
      TableElement.PhysicalColumn column = add.column();
      columns.add(
          new PhysicalColumn(
              new Field(column.name().text(), column.type()),
              Optional.empty(),
              column.defaultValue()));
      return remade(old, columns);
    }
    refuseExpressions(old, target.name());
    if (alteration instanceof RenameColumn rename) {
      int at = position(target, rename.column());
      expectNew(old, rename.name());
      PhysicalColumn column = (PhysicalColumn) columns.get(at);
      columns.set(
          at,
          new PhysicalColumn(
              new Field(rename.name().text(), column.field().type()),
              column.metadataKey(),
              column.defaultValue()));
      return remade(old, columns);
    }
    Identifier dropped = ((DropColumn) alteration).column();
    int at = position(target, dropped);
    boolean inKey =
        old.primaryKey().contains(at)
            || old.constraints().unique().stream().anyMatch(key -> key.contains(at))
            || old.watermark().filter(watermark -> watermark.column() == at).isPresent();
    if (inKey || columns.size() == 1) {
      throw error(ErrorCode.NOT_SUPPORTED, "dropping a column that the table needs")
          .at(dropped.position())
          .detail(inKey ? "A key or the watermark is made of it." : "It is the only one.")
          .hint("create another table, and copy the rows")
          .build();
    }
    columns.remove(at);
    return old.with(
        old.name(),
        columns,
        old.watermark()
            .map(w -> new Relation.WatermarkDeclaration(moved(w.column(), at), w.delayMicros())),
        old.primaryKey().stream().map(column -> moved(column, at)).toList(),
        new Relation.Constraints(
            old.constraints().keyEnforced(),
            old.constraints().unique().stream()
                .map(key -> key.stream().map(column -> moved(column, at)).toList())
                .toList(),
            List.of()),
        new Attachment());
  }

  private static int moved(int column, int dropped) {
    return column > dropped ? column - 1 : column;
  }

  private static Relation remade(Relation old, List<Column> columns) {
    return old.with(
        old.name(),
        columns,
        old.watermark(),
        old.primaryKey(),
        old.constraints(),
        new Attachment());
  }

  /** Conditions and computed columns are text that names columns. */
  private static void refuseExpressions(Relation old, Identifier name) {
    boolean computed = old.columns().stream().anyMatch(ComputedColumn.class::isInstance);
    if (computed || !old.constraints().checks().isEmpty()) {
      throw error(
              ErrorCode.NOT_SUPPORTED,
              "renaming or dropping columns of a table with CHECK or computed columns")
          .at(name.position())
          .hint("create another table, and copy the rows")
          .build();
    }
  }

  private static int position(TableTarget target, Identifier column) {
    PhysicalColumn found = target.relation().physicalColumns().get(target.column(column));
    return target.relation().columns().indexOf(found);
  }

  private static void expectNew(Relation old, Identifier column) {
    if (old.schema().indexOf(column.text()).isPresent()) {
      throw error(ErrorCode.COLUMN_DUPLICATE, column.text()).at(column.position()).build();
    }
  }

  private void expectFree(Identifier name) {
    Optional<CatalogObject> found = queries.session().catalog().find(name.text());
    if (found.isPresent()) {
      throw error(ErrorCode.OBJECT_EXISTS, SessionCatalog.kindOf(found.get()), found.get().name())
          .at(name.position())
          .build();
    }
  }

  private void copy(
      TableTarget target,
      Relation altered,
      Alteration alteration,
      SourcePosition place,
      SourceText script) {
    VersionedTable content = TableTarget.table(queries.session(), altered).orElseThrow();
    ComposedQuery query = new ComposedQuery().own("SELECT ");
    String separator = "";
    for (PhysicalColumn column : altered.physicalColumns()) {
      query.own(separator);
      separator = ", ";
      String name = column.field().name();
      if (alteration instanceof AddColumn add && add.column().name().text().equals(name)) {
        RowImages.value(query, column, new Cell(place, Kind.DEFAULT, ""));
      } else if (alteration instanceof RenameColumn rename && rename.name().text().equals(name)) {
        query.name(rename.column().text());
      } else {
        query.name(name);
      }
    }
    query.own(" FROM ").name(target.relation().name());
    PlanRequest.Target into =
        new PlanRequest.Target(altered, SourcePosition.of(1, 1), List.of(), false);
    if (target.table().snapshot().rows() > 0) {
      List<ColumnBatch> rows = queries.run(query, Optional.of(into), List.of(), script, place);
      content.change(new long[0], rows, Conflicts.REFUSE);
    }
  }
}
