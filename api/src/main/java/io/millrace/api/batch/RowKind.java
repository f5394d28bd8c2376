package io.millrace.api.batch;

/** What a row of a changelog does to the result. */
public enum RowKind {
  /** A new row. */
  INSERT("+I"),
  /** The old image of a row that changes. */
  UPDATE_BEFORE("-U"),
  /** The new image of a row that changes. */
  UPDATE_AFTER("+U"),
  /** A row that disappears. */
  DELETE("-D");

  private final String symbol;

  RowKind(String symbol) {
    this.symbol = symbol;
  }

  /** The two characters that logs and tables show. */
  public String symbol() {
    return symbol;
  }
}
