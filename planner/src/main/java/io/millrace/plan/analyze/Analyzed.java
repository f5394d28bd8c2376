package io.millrace.plan.analyze;

import io.millrace.api.error.SourcePosition;
import java.util.List;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;

/** A validated query, and what is needed to convert it. */
public record Analyzed(
    SqlNode query, SqlValidator validator, CalciteCatalogReader reader, RelDataType rowType) {

  /** Where the columns of the result are written; empty if not one by one. */
  public List<SourcePosition> writtenColumns() {
    return WrittenColumns.of(query);
  }
}
