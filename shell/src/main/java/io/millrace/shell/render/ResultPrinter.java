package io.millrace.shell.render;

import io.millrace.api.StatementResult;

/**
 * Prints what statements give back. Each call prints one result to its end, hands it on to the
 * reader and closes it.
 */
public interface ResultPrinter {

  /**
   * The rows of a bounded query.
   *
   * @param showing how they are shown
   * @throws io.millrace.api.error.MillraceException if the query fails
   * @throws OutputClosedException if nobody reads the output any more
   */
  void rows(StatementResult.Rows rows, Showing showing);

  /**
   * The changes of an unbounded query, for as long as it runs.
   *
   * @param showing how they are shown
   * @throws io.millrace.api.error.MillraceException if the query fails
   * @throws OutputClosedException if nobody reads the output any more
   */
  void changes(StatementResult.Changes changes, Showing showing);

  /**
   * What a query writes that goes on without this reader, until it ends.
   *
   * @param showing how rows are shown
   * @throws io.millrace.api.error.MillraceException if the query fails
   * @throws OutputClosedException if nobody reads the output any more
   */
  default void follow(StatementResult.Changes changes, Showing showing) {
    changes(changes, showing);
  }

  /** Text that is to be shown as it is. */
  void text(StatementResult.Text text);

  /** Whether it says of a query whose changes it has printed what that did in all. */
  default boolean tellsTotals() {
    return false;
  }

  /** An error in place of a result, on one line. */
  void error(String line);

  /** The printer of a format. */
  static ResultPrinter of(OutputFormat format, Screen screen) {
    return switch (format) {
      case TABLE -> new TablePrinter(screen, false);
      case LINE -> new TablePrinter(screen, true);
      case CSV -> new CsvPrinter(screen);
      case JSON -> new JsonPrinter(screen);
    };
  }

  /**
   * The printer if no format is asked for: boxes, but changes that go into a pipe as JSON lines,
   * for whatever reads them there.
   */
  static ResultPrinter automatic(Screen screen) {
    ResultPrinter table = new TablePrinter(screen, false);
    if (screen.outIsTerminal()) {
      return table;
    }
    ResultPrinter json = new JsonPrinter(screen);
    return new ResultPrinter() {
      @Override
      public void rows(StatementResult.Rows rows, Showing showing) {
        table.rows(rows, showing);
      }

      @Override
      public void changes(StatementResult.Changes changes, Showing showing) {
        json.changes(changes, showing);
      }

      @Override
      public void text(StatementResult.Text text) {
        table.text(text);
      }

      @Override
      public void error(String line) {
        table.error(line);
      }
    };
  }
}
