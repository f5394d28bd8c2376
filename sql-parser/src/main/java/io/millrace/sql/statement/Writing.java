package io.millrace.sql.statement;

import io.millrace.api.error.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * How INSERT writes.
 *
 * @param manner what becomes of what is there
 * @param alias what the expressions of ON CONFLICT call the table
 * @param onConflict what becomes of rows whose key is there
 * @param rows the rows, if they are written out: of {@code DEFAULT VALUES} one without cells
 */
public record Writing(
    Manner manner,
    Optional<Identifier> alias,
    Optional<OnConflict> onConflict,
    List<ValueRow> rows) {
  /** Rows are added. */
  public static final Writing PLAIN =
      new Writing(Manner.ADD, Optional.empty(), Optional.empty(), List.of());

  public Writing {
    rows = List.copyOf(rows);
  }

  /** What becomes of rows that are there. */
  public enum Manner {
    /** They stay. */
    ADD,
    /** {@code INSERT OR REPLACE}: those with the key of a new one go. */
    REPLACE,
    /** {@code INSERT OVERWRITE}: they all go. */
    OVERWRITE
  }

  /**
   * {@code ON CONFLICT (key) DO …}.
   *
   * @param key columns of the key; empty for any
   * @param assignments of DO UPDATE; empty for DO NOTHING
   */
  public record OnConflict(
      SourcePosition position,
      List<Identifier> key,
      List<Assignment> assignments,
      Optional<QueryText> where) {
    public OnConflict {
      key = List.copyOf(key);
      assignments = List.copyOf(assignments);
    }
  }

  /** Whether this is a plain INSERT of a query. */
  public boolean isPlain() {
    return equals(PLAIN);
  }
}
