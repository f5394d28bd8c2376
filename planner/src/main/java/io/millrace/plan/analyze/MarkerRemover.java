package io.millrace.plan.analyze;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;

/** Gives columns that are called {@code window} or {@code value} their name back. */
final class MarkerRemover extends SqlShuttle {
  @Override
  public SqlNode visit(SqlIdentifier id) {
    if (id.names.stream().noneMatch(WindowWords::isHidden)) {
      return id;
    }
    List<String> names =
        id.names.stream()
            .map(name -> WindowWords.isHidden(name) ? WindowWords.show(name) : name)
            .toList();
    return new SqlIdentifier(names, id.getParserPosition());
  }
}
