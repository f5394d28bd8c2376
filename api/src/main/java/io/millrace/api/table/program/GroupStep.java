package io.millrace.api.table.program;

import io.millrace.api.table.program.GroupProgram.Keying;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function over groups of the rows of a table, as a step of what the table is made from.
 *
 * @param initial what keys remember before their first value; empty for nothing
 */
public record GroupStep(TableTree input, GroupProgram program, Optional<InitialState> initial)
    implements TableTree.Program {

  /**
   * A table of states.
   *
   * @param keying how its rows become keys, and states in the place of values
   */
  public record InitialState(TableTree input, Keying<?, ?, ?> keying) {}

  /** One whose keys remember nothing. */
  public GroupStep(TableTree input, GroupProgram program) {
    this(input, program, Optional.empty());
  }

  @Override
  public List<TableTree> inputs() {
    List<TableTree> inputs = new ArrayList<>(List.of(input));
    initial.ifPresent(states -> inputs.add(states.input()));
    return inputs;
  }

  @Override
  public Optional<Schema> schema() {
    return Optional.of(program.output().schema());
  }

  @Override
  public String name() {
    return program.kind().method();
  }
}
