package io.millrace.plan.incremental;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.expression.TableCode;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives each row once for every row that a table function makes of it, with that row's columns
 * behind its own. Linear.
 *
 * @param function its name, as it is called
 * @param arguments columns of the input, of the types that the function takes
 * @param outer whether a row of which nothing is made is given once, with NULLs
 * @param columns that the function gives
 */
public record LateralNode(
    PlanNode input,
    String function,
    TableCode code,
    List<Integer> arguments,
    boolean outer,
    List<Field> columns,
    Optional<SourcePosition> position,
    Schema output,
    Traits traits)
    implements PlanNode {
  public LateralNode {
    arguments = List.copyOf(arguments);
    columns = List.copyOf(columns);
  }

  public static LateralNode of(
      PlanNode input,
      String function,
      TableCode code,
      List<Integer> arguments,
      boolean outer,
      List<Field> columns,
      Optional<SourcePosition> position) {
    List<Field> fields = new ArrayList<>(input.output().fields());
    for (Field column : columns) {
      fields.add(outer ? new Field(column.name(), column.type().withNullable(true)) : column);
    }
    return new LateralNode(
        input,
        function,
        code,
        arguments,
        outer,
        columns,
        position,
        new Schema(fields),
        BoundRules.lateral(input.traits(), columns.size()));
  }

  /** The same over an input whose columns are elsewhere. */
  public LateralNode over(PlanNode newInput, List<Integer> newArguments) {
    return of(newInput, function, code, newArguments, outer, columns, position);
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return over(newInputs.get(0), arguments);
  }

  @Override
  public String kindName() {
    return "lateral";
  }

  @Override
  public String parameters() {
    return code.signature() + " " + arguments + (outer ? " outer" : "");
  }
}
