package io.millrace.plan.incremental;

import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.incremental.bound.ColumnTraits;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads physical columns of a relation.
 *
 * @param columns positions among the relation's columns
 */
public record SourceNode(Relation relation, List<Integer> columns, Schema output, Traits traits)
    implements PlanNode {
  public SourceNode {
    columns = List.copyOf(columns);
  }

  /** Rows are only added, as far as who reads it can see. */
  public static SourceNode of(Relation relation, List<Integer> columns) {
    return new SourceNode(
        relation,
        columns,
        schema(relation, columns),
        Traits.plain(relation.bounded(), columns.size(), key(relation, columns)));
  }

  /** The same source, read for ever: rows come, and if it is said so they also go. */
  public SourceNode followed(boolean rowsGo) {
    Traits never = Traits.plain(false, columns.size(), traits.key());
    Traits followed = rowsGo ? never.withKind(ChangeKind.DELETE) : never;
    return new SourceNode(relation, columns, output, followed);
  }

  /** The same source with other columns of the relation. */
  public SourceNode withColumns(List<Integer> others) {
    List<ColumnTraits> none = Collections.nCopies(others.size(), ColumnTraits.NONE);
    return new SourceNode(
        relation,
        others,
        schema(relation, others),
        new Traits(traits.kind(), key(relation, others), traits.ends(), traits.rows(), none));
  }

  private static Schema schema(Relation relation, List<Integer> columns) {
    List<Field> fields = new ArrayList<>();
    for (int column : columns) {
      fields.add(relation.columns().get(column).field());
    }
    return new Schema(fields);
  }

  private static Optional<List<Integer>> key(Relation relation, List<Integer> columns) {
    Optional<List<Integer>> key = Optional.empty();
    if (!relation.primaryKey().isEmpty() && columns.containsAll(relation.primaryKey())) {
      key = Optional.of(relation.primaryKey().stream().map(columns::indexOf).toList());
    }
    return key;
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of();
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return this;
  }

  @Override
  public String kindName() {
    return "source";
  }

  @Override
  public String parameters() {
    return relation.name().toLowerCase(Locale.ROOT) + output;
  }
}
