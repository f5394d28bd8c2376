package io.millrace.api.table.program;

import io.millrace.api.table.tree.TableTree;
import io.millrace.api.types.Schema;
import java.util.Optional;

/** A function over groups of the rows of a table, as a step of what the table is made from. */
public record GroupStep(TableTree input, GroupProgram program) implements TableTree.Program {

  @Override
  public Optional<Schema> schema() {
    return Optional.of(program.output().schema());
  }

  @Override
  public String name() {
    return program.kind().method();
  }
}
