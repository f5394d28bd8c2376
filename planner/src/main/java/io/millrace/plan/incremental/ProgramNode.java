package io.millrace.plan.incremental;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.program.RowProgram;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.ProgramRules;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a program's function over the objects of rows. Linear: a row that goes takes along what the
 * function made of it when it came, since the function gives the same again.
 *
 * @param read the columns of the input that objects are made of
 */
public record ProgramNode(
    PlanNode input, RowProgram program, List<Integer> read, Schema output, Traits traits)
    implements PlanNode {
  public ProgramNode {
    read = List.copyOf(read);
  }

  /**
   * A program over an input.
   *
   * @throws io.millrace.api.error.MillraceException FIELD_NOT_READABLE if the objects cannot be
   *     made of it, TYPE_NOT_SUPPORTED if rows cannot be made of what the function gives,
   *     GROUPS_INPUT_INVALID for mapPartitions over rows that may go
   */
  public static ProgramNode of(PlanNode input, RowProgram program) {
    if (program.kind() == RowProgram.Kind.MAP_PARTITIONS
        && input.traits().kind() != ChangeKind.INSERT) {
      throw error(
              ErrorCode.GROUPS_INPUT_INVALID,
              "mapPartitions",
              "its rows can still change, and what a function made of many rows is not to be told"
                  + " from any one of them")
          .hint("use map or flatMap, which handle each row by itself")
          .build();
    }
    List<Integer> read = EncoderColumns.of(program.input(), input.output());
    return of(input, program, read);
  }

  private static ProgramNode of(PlanNode input, RowProgram program, List<Integer> read) {
    return switch (program.kind()) {
      case MAP, FLAT_MAP, MAP_PARTITIONS -> {
        Schema output = program.output().orElseThrow().schema();
        Traits traits = ProgramRules.made(input.traits(), output.size());
        yield new ProgramNode(input, program, read, output, traits);
      }
      case FILTER ->
          new ProgramNode(
              input, program, read, input.output(), ProgramRules.filtered(input.traits()));
      case KEY -> {
        List<Field> fields = new ArrayList<>(input.output().fields());
        List<Field> key = key(program.output().orElseThrow());
        fields.addAll(key);
        Traits traits = ProgramRules.extended(input.traits(), key.size());
        yield new ProgramNode(input, program, read, new Schema(fields), traits);
      }
    };
  }

  /** The columns of a key; NULL is a key too. */
  private static List<Field> key(Encoder<?> encoder) {
    List<Field> fields = new ArrayList<>();
    for (Field field : encoder.schema().fields()) {
      boolean single = encoder.shape().isColumn();
      fields.add(new Field(single ? "key" : field.name(), field.type().withNullable(true)));
    }
    return fields;
  }

  /** Whether its rows are those of the input, with all their columns in front. */
  public boolean passesRows() {
    return program.kind() == RowProgram.Kind.FILTER || program.kind() == RowProgram.Kind.KEY;
  }

  /** The same over an input whose columns lie elsewhere. */
  public ProgramNode over(PlanNode newInput, int[] places) {
    return of(newInput, program, read.stream().map(column -> places[column]).toList());
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return of(newInputs.get(0), program, read);
  }

  @Override
  public String kindName() {
    return "program";
  }

  /** What is known of a function from outside: nobody can tell two lambdas apart, run after run. */
  @Override
  public String parameters() {
    return program.kind()
        + " "
        + read
        + " "
        + program.input().shape().signature()
        + program.output().map(encoder -> " -> " + encoder.shape().signature()).orElse("");
  }
}
