package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.plan.analyze.CatalogTable;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.SourceNode;
import io.millrace.plan.incremental.WatermarkNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.calcite.rel.core.TableScan;

/**
 * A relation becomes {@code Watermark(Project[computed columns](Source[physical columns]))}, of
 * which the upper two are there only if declared.
 */
final class ScanConversion {
  private ScanConversion() {}

  static PlanNode convert(RelConverter converter, TableScan scan) {
    CatalogTable table =
        scan.getTable()
            .maybeUnwrap(CatalogTable.class)
            .orElseThrow(() -> new IllegalStateException("a scan of something else"));
    if (table.derived().isPresent()) {
      return converter.context().steps().of(table.derived().get());
    }
    Relation relation =
        table.relation().orElseThrow(() -> new IllegalStateException("a scan of a view"));
    if (!relation.readable()) {
      throw error(ErrorCode.OBJECT_WRONG_KIND, relation.name(), "sink", "source or table")
          .hint("a sink can only be written; a TABLE is written and read:")
          .hint("CREATE TABLE " + relation.name() + " (…) USING " + relation.connector())
          .build();
    }
    return of(relation, converter.context());
  }

  static PlanNode of(Relation relation, ConversionContext context) {
    List<Integer> physical = new ArrayList<>();
    for (int i = 0; i < relation.columns().size(); i++) {
      if (relation.columns().get(i) instanceof PhysicalColumn) {
        physical.add(i);
      }
    }
    PlanNode node = SourceNode.of(relation, physical);
    if (physical.size() < relation.columns().size()) {
      node = computed(relation, node, context);
    }
    if (relation.watermark().isPresent()) {
      Relation.WatermarkDeclaration watermark = relation.watermark().get();
      node = WatermarkNode.of(node, relation.name(), watermark.column(), watermark.delayMicros());
    }
    return node;
  }

  private static PlanNode computed(Relation relation, PlanNode source, ConversionContext context) {
    Iterator<Expression> computed = context.computedColumns().of(relation).iterator();
    List<Expression> projections = new ArrayList<>();
    int next = 0;
    for (Relation.Column column : relation.columns()) {
      if (column instanceof PhysicalColumn) {
        projections.add(new ColumnReference(next, source.output().type(next)));
        next++;
      } else {
        projections.add(computed.next());
      }
    }
    return ProjectNode.of(source, projections, relation.schema().names());
  }
}
