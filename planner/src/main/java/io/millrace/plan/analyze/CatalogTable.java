package io.millrace.plan.analyze;

import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Derived;
import io.millrace.plan.catalog.MaterializedView;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.View;
import java.util.Optional;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** An object of the catalog as Calcite sees it. A view is replaced by its query. */
public final class CatalogTable extends AbstractTable implements TranslatableTable {
  private final CatalogObject object;
  private final Analyzer analyzer;

  CatalogTable(CatalogObject object, Analyzer analyzer) {
    this.object = object;
    this.analyzer = analyzer;
  }

  /** The relation, or the one that holds a materialized view's rows; empty for a view. */
  public Optional<Relation> relation() {
    if (object instanceof MaterializedView view) {
      return Optional.of(view.content());
    }
    return object instanceof Relation relation ? Optional.of(relation) : Optional.empty();
  }

  /** The step of a program that is a leaf; empty for anything else. */
  public Optional<Derived> derived() {
    return object instanceof Derived derived ? Optional.of(derived) : Optional.empty();
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    if (object instanceof Derived derived) {
      return analyzer.rowType(derived);
    }
    if (object instanceof View view) {
      return analyzer.viewRowType(view);
    }
    return SqlTypes.toRowType(relation().orElseThrow().schema(), factory);
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    if (object instanceof View view) {
      return analyzer.expandView(view, context.getCluster());
    }
    return LogicalTableScan.create(context.getCluster(), table, context.getTableHints());
  }
}
