package io.millrace.exec.session.table;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Attachment;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.expression.CompiledCalc;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.context.TableTarget;
import io.millrace.exec.trigger.SystemLoopClock;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.incremental.pass.Casts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/** The conditions of CHECK, compiled when a table is first written. */
final class CheckConstraints {
  private final SessionContext session;
  private final Map<Attachment, CompiledCalc> compiled = new WeakHashMap<>();

  CheckConstraints(SessionContext session) {
    this.session = session;
  }

  /**
   * Makes sure that rows violate no condition of their table.
   *
   * @throws io.millrace.api.error.MillraceException CHECK_VIOLATED
   */
  void check(TableTarget target, List<ColumnBatch> rows) {
    Relation relation = target.relation();
    if (relation.constraints().checks().isEmpty()) {
      return;
    }
    CompiledCalc conditions =
        compiled.computeIfAbsent(relation.attachment(), table -> compile(target));
    for (ColumnBatch batch : rows) {
      ColumnBatch results =
          conditions.newInstance().apply(batch, SystemLoopClock.micros(session.clock().instant()));
      for (int i = 0; i < results.columnCount(); i++) {
        expectNoneFalse(target, batch, (BooleanColumn) results.column(i), i);
      }
    }
  }

  /** Forgets what was compiled for a table that has other columns now. */
  void forget(Relation relation) {
    compiled.remove(relation.attachment());
  }

  private CompiledCalc compile(TableTarget target) {
    List<Expression> conditions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Expression condition :
        session.planner().checks(target.relation(), session.plannerSettings())) {
      conditions.add(Casts.to(condition, DataType.BOOLEAN, Optional.empty()));
      fields.add(new Field("check" + fields.size(), DataType.BOOLEAN));
    }
    return session
        .compiler()
        .compile(
            target.schema(),
            Optional.empty(),
            conditions,
            new Schema(fields),
            session.settings().zone());
  }

  private static void expectNoneFalse(
      TableTarget target, ColumnBatch rows, BooleanColumn results, int check) {
    for (int row = 0; row < rows.size(); row++) {
      if (!results.isNull(row) && results.values()[row] == 0) {
        throw error(
                ErrorCode.CHECK_VIOLATED,
                target.relation().name(),
                target.relation().constraints().checks().get(check).name(),
                String.valueOf(rows.values(row)))
            .at(target.name().position())
            .hint("nothing was changed; leave such rows out, or drop the condition")
            .build();
      }
    }
  }
}
