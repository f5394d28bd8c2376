package io.millrace.plan.analyze;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is told about functions: read only when somebody asks. */
public final class FunctionNotes {
  private static final String RESOURCE = "functions.txt";

  private FunctionNotes() {}

  /**
   * @param group what it is about
   * @param name in upper case, or the sign of an operator
   * @param signature how it is called
   * @param result the type of its value, in words
   * @param meaning in one line; may be empty
   * @param example an expression
   * @param value of the example as text, NULL for NULL
   */
  public record Note(
      String group,
      String name,
      String signature,
      String result,
      String meaning,
      String example,
      String value) {}

  /** All of them, in the order of the page about functions. */
  public static List<Note> read() {
    List<Note> notes = new ArrayList<>();
    try (InputStream stream =
            Objects.requireNonNull(FunctionNotes.class.getResourceAsStream(RESOURCE), RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      String group = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("# ")) {
          group = line.substring(2);
        } else if (!line.isBlank()) {
          notes.add(note(group, line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return notes;
  }

  /** Six cells between bars; a bar inside of one has a backslash in front. */
  private static Note note(String group, String line) {
    String[] cells = line.split("(?<!\\\\)\\|", -1);
    if (cells.length != 6) {
      throw new IllegalStateException(RESOURCE + ": not six cells: " + line);
    }
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cells[i].strip().replace("\\|", "|");
    }
    return new Note(group, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
  }
}
