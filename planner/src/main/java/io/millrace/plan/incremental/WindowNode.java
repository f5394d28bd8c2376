package io.millrace.plan.incremental;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import java.util.ArrayList;
import java.util.List;

/** Gives each row once for every window that holds its time. Linear. */
public record WindowNode(
    PlanNode input,
    int timeColumn,
    long sizeMicros,
    long slideMicros,
    long offsetMicros,
    Schema output,
    Traits traits)
    implements PlanNode {

  /** The columns it adds behind those of its input. */
  public static final List<String> COLUMNS = List.of("window_start", "window_end", "window_time");

  public static WindowNode of(
      PlanNode input, int timeColumn, long sizeMicros, long slideMicros, long offsetMicros) {
    List<Field> fields = new ArrayList<>(input.output().fields());
    DataType time = input.output().type(timeColumn).notNull();
    COLUMNS.forEach(name -> fields.add(new Field(name, time)));
    String name =
        input.digest()
            + " "
            + timeColumn
            + " "
            + sizeMicros
            + " "
            + slideMicros
            + " "
            + offsetMicros;
    return new WindowNode(
        input,
        timeColumn,
        sizeMicros,
        slideMicros,
        offsetMicros,
        new Schema(fields),
        BoundRules.window(input.traits(), timeColumn, sizeMicros, name));
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return of(newInputs.get(0), timeColumn, sizeMicros, slideMicros, offsetMicros);
  }

  @Override
  public String kindName() {
    return "window";
  }

  @Override
  public String parameters() {
    return timeColumn + " " + sizeMicros + " " + slideMicros + " " + offsetMicros;
  }
}
