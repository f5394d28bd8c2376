package io.millrace.api.error;

/**
 * The layout of an error as a person reads it.
 *
 * <pre>
 * jobs/daily.sql:1:8: ERROR [COLUMN_NOT_FOUND] column "custmer" does not exist in orders
 *   1 │ SELECT custmer, sum(amount) FROM orders GROUP BY 1
 *     │        ^^^^^^^
 *   hint: did you mean "customer"?
 * </pre>
 */
public final class ErrorReport {
  /** Characters of a line of the source that are shown where nothing else is known. */
  private static final int MAX_LINE = 160;

  /** Of a narrow terminal's line. */
  private static final int MIN_LINE = 20;

  private ErrorReport() {}

  /** The whole report, without a line end at its end. */
  public static String render(MillraceException error) {
    return report(error, MAX_LINE);
  }

  /**
   * The same for a terminal, which would break a longer line of the source between its place and
   * the carets.
   *
   * @param columns of the terminal
   */
  public static String render(MillraceException error, int columns) {
    int line = error.position().map(at -> Integer.toString(at.line()).length()).orElse(0);
    // The margin, and an ellipsis at each end.
    return report(error, Math.max(MIN_LINE, Math.min(MAX_LINE, columns - line - 7)));
  }

  private static String report(MillraceException error, int maxLine) {
    StringBuilder report = new StringBuilder();
    error
        .source()
        .filter(source -> !source.name().isEmpty())
        .ifPresent(
            source -> {
              report.append(source.name());
              error
                  .position()
                  .ifPresent(
                      at -> report.append(':').append(at.line()).append(':').append(at.column()));
              report.append(": ");
            });
    report.append("ERROR [").append(error.code().name()).append("] ").append(error.summary());
    error
        .source()
        .ifPresent(
            source -> error.position().ifPresent(at -> excerpt(report, source, at, maxLine)));
    for (String detail : error.details()) {
      report.append("\n  ").append(detail.replace("\n", "\n  "));
    }
    boolean first = true;
    for (String hint : error.hints()) {
      report.append(first ? "\n  hint: " : "\n        ").append(hint.replace("\n", "\n        "));
      first = false;
    }
    return report.toString();
  }

  private static void excerpt(
      StringBuilder report, SourceText source, SourcePosition at, int maxLine) {
    String line = source.line(at.line());
    int start = Math.min(at.column() - 1, line.length());
    int end = at.endLine() == at.line() ? Math.min(at.endColumn(), line.length()) : line.length();
    // A very long line is cut around the place.
    int from =
        line.length() <= maxLine
            ? 0
            : Math.max(0, Math.min(start - maxLine / 2, line.length() - maxLine));
    int to = Math.min(line.length(), from + maxLine);
    String shown = line.substring(from, to);
    String number = Integer.toString(at.line());
    String before = from > 0 ? "…" : "";
    report.append("\n  ").append(number).append(" │ ").append(before).append(shown);
    if (to < line.length()) {
      report.append('…');
    }
    report
        .append("\n  ")
        .append(" ".repeat(number.length()))
        .append(" │ ")
        .append(before.isEmpty() ? "" : " ");
    for (int i = from; i < start; i++) {
      // Tabs stay tabs, and wide characters take two cells, so that the caret stands below its
      // token.
      char c = line.charAt(i);
      report.append(c == '\t' ? "\t" : isWide(c) ? "  " : " ");
    }
    int carets = 0;
    for (int i = start; i < Math.min(end, to); i++) {
      carets += isWide(line.charAt(i)) ? 2 : 1;
    }
    report.append("^".repeat(Math.max(1, carets)));
  }

  private static boolean isWide(char c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6);
  }
}
