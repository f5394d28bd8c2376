package io.millrace.api.table.program;

import io.millrace.api.table.Encoder;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.types.Schema;
import java.util.Optional;

/** A function over the objects of the rows of a table, as a step of what the table is made from. */
public record RowStep(TableTree input, RowProgram program) implements TableTree.Program {

  @Override
  public Optional<Schema> schema() {
    return program.output().map(Encoder::schema);
  }

  @Override
  public String name() {
    return program.kind().method();
  }
}
