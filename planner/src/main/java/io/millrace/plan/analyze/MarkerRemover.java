package io.millrace.plan.analyze;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;

/** Gives columns that are called {@code window} their name back. */
final class MarkerRemover extends SqlShuttle {
  @Override
  public SqlNode visit(SqlIdentifier id) {
    if (!id.names.contains(WindowWords.MARKER)) {
      return id;
    }
    List<String> names = id.names.stream().map(WindowWords::show).toList();
    return new SqlIdentifier(names, id.getParserPosition());
  }
}
