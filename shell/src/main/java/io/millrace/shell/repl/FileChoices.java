package io.millrace.shell.repl;

import io.millrace.shell.repl.EntryCompleter.Choice;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Files and directories that go on with a path. */
final class FileChoices {
  private FileChoices() {}

  /**
   * What there is.
   *
   * @param written the path so far
   * @param end what stands behind the path of a file
   */
  static List<Choice> of(String written, String end) {
    int slash = written.lastIndexOf('/');
    String directory = written.substring(0, slash + 1);
    String prefix = written.substring(slash + 1);
    List<Choice> choices = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of(directory.isEmpty() ? "." : directory))) {
      for (Path file : files) {
        Path last = file.getFileName();
        String name = last == null ? "" : last.toString();
        boolean hidden = name.startsWith(".") && !prefix.startsWith(".");
        if (name.startsWith(prefix) && !hidden) {
          boolean isDirectory = Files.isDirectory(file);
          String shown = isDirectory ? name + "/" : name;
          choices.add(
              new Choice(directory + shown + (isDirectory ? "" : end), shown, "", !isDirectory));
        }
      }
    } catch (IOException | InvalidPathException e) {
      // What is written names no directory that can be read: nothing goes on with it.
      return List.of();
    }
    choices.sort(Comparator.comparing(Choice::text));
    return choices;
  }
}
