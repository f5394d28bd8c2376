package io.millrace.exec.session.table;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.VersionedTable;
import io.millrace.api.connector.VersionedTable.Conflicts;
import io.millrace.api.connector.VersionedTable.RowIds;
import io.millrace.api.connector.VersionedTable.UniqueKey;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.context.TableTarget;
import io.millrace.exec.session.query.PlanFacts;
import io.millrace.exec.session.query.QueryPlanning;
import io.millrace.exec.session.query.QueryPlanning.Planned;
import io.millrace.exec.session.query.QueryStatements;
import io.millrace.exec.session.table.TableQueries.Collected;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.RelationKind;
import io.millrace.sql.statement.ValueRow;
import io.millrace.sql.statement.ValueRow.Cell;
import io.millrace.sql.statement.ValueRow.Kind;
import io.millrace.sql.statement.Writing;
import io.millrace.sql.statement.Writing.Manner;
import io.millrace.sql.statement.Writing.OnConflict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** INSERT into tables and sources in memory: the rows of a query that ends, as one version. */
final class InsertStatements {
  private static final String EXCLUDED = "excluded";

  private final TableQueries queries;
  private final QueryStatements statements;
  private final Transactions transactions;
  private final CheckConstraints checks;

  InsertStatements(
      TableQueries queries,
      QueryStatements statements,
      Transactions transactions,
      CheckConstraints checks) {
    this.queries = queries;
    this.statements = statements;
    this.transactions = transactions;
    this.checks = checks;
  }

  StatementResult insert(Statement.Insert statement, SourceText script) {
    return insert(statement, script, rows -> {});
  }

  /**
   * @param changed gets the rows that are inserted, or updated because they are there
   */
  StatementResult insert(
      Statement.Insert statement, SourceText script, Consumer<List<ColumnBatch>> changed) {
    Optional<TableTarget> target = target(statement);
    if (target.isEmpty()) {
      refuseSpecial(statement);
      if (transactions.isOpen()) {
        throw error(ErrorCode.NOT_SUPPORTED, "this INSERT in a transaction")
            .at(statement.target().position())
            .hint("a transaction changes tables in memory; end it first:  COMMIT  or  ROLLBACK")
            .build();
      }
      return statements.insert(statement, script);
    }
    if (transactions.isOpen() && target.get().relation().kind() == RelationKind.SOURCE) {
      throw error(ErrorCode.NOT_SUPPORTED, "INSERT into a source in a transaction")
          .at(statement.target().position())
          .detail("Queries that read a stream have rows at once, and cannot give them back.")
          .hint("end the transaction first:  COMMIT  or  ROLLBACK")
          .build();
    }
    return new Insertion(target.get(), statement, script, changed).run();
  }

  /** The table, if a statement changes it, and no query that runs by itself. */
  private Optional<TableTarget> target(Statement.Insert statement) {
    Optional<CatalogObject> object = queries.session().catalog().find(statement.target().text());
    boolean isTable =
        object.orElse(null) instanceof Relation relation
            && relation.kind() != RelationKind.SINK
            && QueryPlanning.isWritable(queries.session(), relation);
    if (!isTable
        || statement.queryName().isPresent()
        || !statement.clauses().equals(QueryClauses.NONE)) {
      return Optional.empty();
    }
    Relation relation = (Relation) object.get();
    return TableTarget.table(queries.session(), relation)
        .map(table -> new TableTarget(relation, table, statement.target()));
  }

  private static void refuseSpecial(Statement.Insert statement) {
    Writing writing = statement.writing();
    boolean hasDefaults =
        writing.rows().stream().anyMatch(row -> row.cells().isEmpty() || hasDefault(row));
    if (writing.manner() != Manner.ADD || writing.onConflict().isPresent() || hasDefaults) {
      throw error(
              ErrorCode.NOT_SUPPORTED,
              "INSERT with OVERWRITE, REPLACE, ON CONFLICT or DEFAULT here")
          .at(statement.target().position())
          .detail("That is for statements that change a table in memory and end.")
          .hint("to replace all that a sink holds:  INSERT INTO … SELECT … OUTPUT MODE COMPLETE")
          .build();
    }
  }

  private static boolean hasDefault(ValueRow row) {
    return row.cells().stream().anyMatch(cell -> cell.kind() == Kind.DEFAULT);
  }

  /** One statement. */
  private final class Insertion {
    private final TableTarget target;
    private final Statement.Insert statement;
    private final SourceText script;
    private final Consumer<List<ColumnBatch>> changed;

    Insertion(
        TableTarget target,
        Statement.Insert statement,
        SourceText script,
        Consumer<List<ColumnBatch>> changed) {
      this.target = target;
      this.statement = statement;
      this.script = script;
      this.changed = changed;
    }

    StatementResult run() {
      Optional<List<ColumnBatch>> constants = constants();
      if (constants.isPresent()) {
        return ChangeStatements.done(write(constants.get()), "inserted");
      }
      if (needsComposing()) {
        return ChangeStatements.done(write(composed()), "inserted");
      }
      Planned planned = statements.planning().plan(statement, script, places());
      if (!planned.isReadAsRows()) {
        refuseSpecial(statement);
        if (transactions.isOpen()) {
          throw error(ErrorCode.NOT_SUPPORTED, "a query that does not end, in a transaction")
              .at(statement.query().position())
              .hint("end the transaction first:  COMMIT  or  ROLLBACK")
              .build();
        }
        return statements.insert(planned, statement, script);
      }
      Collected rows = queries.collect(planned);
      long count = write(rows.batches());
      if (PlanFacts.of(planned.plan()).relations().isEmpty() || rows.query().isEmpty()) {
        return ChangeStatements.done(count, "inserted");
      }
      return new StatementResult.Finished(
          rows.query().get(), rows.query().get().summary(queries.session().settings().zone()));
    }

    /** Rows of plain constants need no plan. */
    private Optional<List<ColumnBatch>> constants() {
      List<ValueRow> rows = statement.writing().rows();
      if (rows.isEmpty() || statement.byName() || rows.stream().anyMatch(row -> isOdd(row))) {
        return Optional.empty();
      }
      List<String> columns = statement.columns().stream().map(Identifier::text).toList();
      int width = rows.get(0).cells().size();
      if (rows.stream().anyMatch(row -> row.cells().size() != width)) {
        return Optional.empty();
      }
      return LiteralRows.cells(target.schema(), columns, width)
          .filter(this::needsNoDefault)
          .flatMap(cells -> LiteralRows.of(target.schema(), cells, rows));
    }

    /** Where the values stand that the planner may refuse, column by column. */
    private List<SourcePosition> places() {
      List<ValueRow> rows = statement.writing().rows();
      if (rows.isEmpty() || statement.byName()) {
        return List.of();
      }
      List<String> columns = statement.columns().stream().map(Identifier::text).toList();
      int width = rows.get(0).cells().size();
      if (rows.stream().anyMatch(row -> row.cells().size() != width)) {
        return List.of();
      }
      return LiteralRows.cells(target.schema(), columns, width)
          .map(cells -> LiteralRows.suspects(target.schema(), cells, rows))
          .map(suspects -> suspects.stream().map(Cell::position).toList())
          .orElse(List.of());
    }

    /** The row whose key is there, if the rows are written out. */
    private SourcePosition placeOf(MillraceException failure, List<ColumnBatch> batches) {
      List<ValueRow> written = statement.writing().rows();
      if (failure.code() == ErrorCode.DUPLICATE_KEY && !written.isEmpty()) {
        int behind = 0;
        for (ColumnBatch batch : batches) {
          for (UniqueKey key : target.table().keys()) {
            long[] found = target.table().find(key, batch);
            for (int i = 0; i < found.length && !key.replaces(); i++) {
              if (found[i] >= 0 && behind + i < written.size()) {
                return written.get(behind + i).position();
              }
            }
          }
          behind += batch.size();
        }
      }
      return statement.target().position();
    }

    private boolean isOdd(ValueRow row) {
      return row.cells().isEmpty()
          || row.cells().stream()
              .anyMatch(c -> c.kind() == Kind.DEFAULT || c.kind() == Kind.EXPRESSION);
    }

    private boolean needsNoDefault(int[] cells) {
      List<PhysicalColumn> columns = target.relation().physicalColumns();
      for (int i = 0; i < cells.length; i++) {
        if (cells[i] < 0 && columns.get(i).defaultValue().isPresent()) {
          return false;
        }
      }
      return true;
    }

    private boolean needsComposing() {
      List<ValueRow> rows = statement.writing().rows();
      return rows.stream().anyMatch(row -> row.cells().isEmpty() || hasDefault(row))
          || (!rows.isEmpty() && !statement.byName() && hasTyped(rows));
    }

    private boolean hasTyped(List<ValueRow> rows) {
      if (statement.columns().stream().anyMatch(c -> target.schema().indexOf(c.text()).isEmpty())) {
        return false;
      }
      List<PhysicalColumn> columns = columns();
      for (ValueRow row : rows) {
        for (int i = 0; i < Math.min(columns.size(), row.cells().size()); i++) {
          if (RowImages.isTyped(columns.get(i), row.cells().get(i))) {
            return true;
          }
        }
      }
      return false;
    }

    /** VALUES with defaults written out. */
    private List<ColumnBatch> composed() {
      List<PhysicalColumn> columns = columns();
      ComposedQuery query = new ComposedQuery().from("VALUES", statement.query().position());
      String separator = " ";
      for (ValueRow row : statement.writing().rows()) {
        List<Cell> cells =
            row.cells().isEmpty()
                ? columns.stream().map(c -> new Cell(row.position(), Kind.DEFAULT, "")).toList()
                : row.cells();
        query.own(separator + "(");
        for (int i = 0; i < cells.size(); i++) {
          query.own(i == 0 ? "" : ", ");
          if (i < columns.size()) {
            RowImages.value(query, columns.get(i), cells.get(i));
          } else {
            query.user(cells.get(i));
          }
        }
        query.own(")");
        separator = ", ";
      }
      PlanRequest.Target into =
          new PlanRequest.Target(
              target.relation(), SourcePosition.of(1, 1), statement.columns(), false);
      return queries.run(
          query, Optional.of(into), List.of(), script, statement.target().position());
    }

    private List<PhysicalColumn> columns() {
      List<PhysicalColumn> all = target.relation().physicalColumns();
      return statement.columns().isEmpty()
          ? all
          : statement.columns().stream().map(name -> all.get(target.column(name))).toList();
    }

    /** Changes the table; gives how many rows have come or changed. */
    private long write(List<ColumnBatch> rows) {
      try {
        checks.check(target, rows);
        if (statement.writing().onConflict().isPresent()) {
          return onConflict(rows, statement.writing().onConflict().get());
        }
        transactions.touch(target.table());
        long[] removed = statement.writing().manner() == Manner.OVERWRITE ? allIds() : new long[0];
        Conflicts conflicts =
            statement.writing().manner() == Manner.REPLACE ? Conflicts.REPLACE : Conflicts.REFUSE;
        long added = target.table().change(removed, rows, conflicts).added();
        changed.accept(rows);
        return added;
      } catch (MillraceException e) {
        throw e.at(placeOf(e, rows));
      }
    }

    private long[] allIds() {
      VersionedTable.Snapshot all = target.table().snapshot();
      long[] ids = new long[(int) all.rows()];
      int count = 0;
      for (int b = 0; b < all.batches().size(); b++) {
        RowIds known = all.ids().get(b);
        for (int i = 0; i < all.batches().get(b).size(); i++) {
          ids[count++] = known.id(i);
        }
      }
      return ids;
    }

    private long onConflict(List<ColumnBatch> rows, OnConflict conflict) {
      boolean updates = !conflict.assignments().isEmpty();
      Optional<UniqueKey> key = key(conflict);
      if (key.isEmpty() || (!updates && target.table().keys().size() == 1)) {
        transactions.touch(target.table());
        return target.table().change(new long[0], rows, Conflicts.KEEP).added();
      }
      List<ColumnBatch> fresh = new ArrayList<>();
      List<ColumnBatch> there = new ArrayList<>();
      Set<Long> ids = new HashSet<>();
      for (ColumnBatch batch : rows) {
        split(batch, target.table().find(key.get(), batch), ids, updates, fresh, there);
      }
      TableChanges changes = new TableChanges(target, true);
      long count = updates && !there.isEmpty() ? changes.update(images(conflict, there, ids)) : 0;
      checks.check(target, changes.news());
      count += changes.insert(fresh);
      transactions.touch(target.table());
      changes.apply(Conflicts.REFUSE);
      changed.accept(changes.news());
      return count;
    }

    /** Parts rows whose key is there from those whose key is new. */
    private void split(
        ColumnBatch batch,
        long[] found,
        Set<Long> ids,
        boolean updates,
        List<ColumnBatch> fresh,
        List<ColumnBatch> there) {
      int[] news = new int[batch.size()];
      int count = 0;
      BatchBuilder conflicting =
          new BatchBuilder(Schema.of(new Field(TableTarget.ROW_ID, DataType.BIGINT.notNull())));
      int[] olds = new int[batch.size()];
      int oldCount = 0;
      for (int i = 0; i < found.length; i++) {
        if (found[i] < 0) {
          news[count++] = i;
        } else {
          if (!ids.add(found[i]) && updates) {
            throw error(ErrorCode.ROW_CHANGED_TWICE, target.relation().name())
                .hint("give each key once in one statement")
                .build();
          }
          olds[oldCount++] = i;
          conflicting.column(0).appendLong(found[i]);
          conflicting.endRow();
        }
      }
      if (count > 0) {
        fresh.add(batch.select(news, count).compact());
      }
      if (oldCount > 0) {
        there.add(TableTarget.beside(conflicting.build(), batch.select(olds, oldCount).compact()));
      }
    }

    private List<ColumnBatch> images(OnConflict conflict, List<ColumnBatch> there, Set<Long> ids) {
      SessionContext session = queries.session();
      Identifier alias = statement.writing().alias().orElse(statement.target());
      ComposedQuery query = new ComposedQuery();
      PlanRequest.Target images = new RowImages(target, alias, conflict.assignments()).write(query);
      long[] sorted = ids.stream().mapToLong(Long::longValue).sorted().toArray();
      Relation old =
          target.withIds(
              session, target.relation().name() + TableTarget.LEAF, target.table().rows(sorted));
      Relation excluded = target.leaf(session, EXCLUDED, there);
      query
          .own(" FROM ")
          .name(old.name())
          .own(" AS ")
          .name(alias)
          .own(" JOIN ")
          .name(EXCLUDED)
          .own(" ON ")
          .name(alias.text())
          .own(".")
          .name(TableTarget.ROW_ID)
          .own(" = ")
          .name(EXCLUDED)
          .own(".")
          .name(TableTarget.ROW_ID);
      conflict.where().ifPresent(condition -> query.own(" WHERE (").user(condition).own(")"));
      return queries.run(
          query,
          Optional.of(images),
          List.of(old, excluded),
          script,
          statement.target().position());
    }

    /** The key that ON CONFLICT names; empty if any is meant. */
    private Optional<UniqueKey> key(OnConflict conflict) {
      List<UniqueKey> keys = target.table().keys();
      if (conflict.key().isEmpty()) {
        if (conflict.assignments().isEmpty()) {
          return Optional.empty();
        }
        if (keys.size() == 1) {
          return Optional.of(keys.get(0));
        }
        throw noKey(conflict);
      }
      Set<Integer> columns = new HashSet<>();
      conflict.key().forEach(name -> columns.add(target.column(name)));
      return Optional.of(
          keys.stream()
              .filter(key -> new HashSet<>(key.columns()).equals(columns))
              .findFirst()
              .orElseThrow(() -> noKey(conflict)));
    }

    private MillraceException noKey(OnConflict conflict) {
      return error(
              ErrorCode.QUERY_INVALID,
              "ON CONFLICT names no PRIMARY KEY or UNIQUE columns of " + target.relation().name())
          .at(conflict.position())
          .hint("name the columns of the key:  ON CONFLICT (id) DO …")
          .build();
    }
  }
}
