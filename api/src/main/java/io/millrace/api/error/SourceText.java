package io.millrace.api.error;

import static java.util.Objects.requireNonNull;

/**
 * A script as its author sees it.
 *
 * @param name file name, or empty for text that came from no file
 * @param text the whole script
 */
public record SourceText(String name, String text) {
  public SourceText {
    requireNonNull(name, "name is null");
    requireNonNull(text, "text is null");
  }

  /** The line with that number, counted from 1, without its line end; empty behind the end. */
  public String line(int number) {
    int from = 0;
    for (int i = 1; i < number; i++) {
      int end = text.indexOf('\n', from);
      if (end < 0) {
        return "";
      }
      from = end + 1;
    }
    int end = text.indexOf('\n', from);
    String line = end < 0 ? text.substring(from) : text.substring(from, end);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
