package io.millrace.plan.incremental;

import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.incremental.bound.Traits;
import java.util.ArrayList;
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

  public static SourceNode of(Relation relation, List<Integer> columns) {
    List<Field> fields = new ArrayList<>();
    for (int column : columns) {
      fields.add(relation.columns().get(column).field());
    }
    Optional<List<Integer>> key = Optional.empty();
    if (!relation.primaryKey().isEmpty() && columns.containsAll(relation.primaryKey())) {
      key = Optional.of(relation.primaryKey().stream().map(columns::indexOf).toList());
    }
    return new SourceNode(
        relation,
        columns,
        new Schema(fields),
        Traits.plain(relation.bounded(), columns.size(), key));
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
