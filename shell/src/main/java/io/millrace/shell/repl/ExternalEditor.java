package io.millrace.shell.repl;

import io.millrace.shell.repl.Command.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Edits a text with the user's editor: what {@code VISUAL} or {@code EDITOR} names, else vi. */
final class ExternalEditor {
  private ExternalEditor() {}

  /**
   * Gives the text to the editor and waits for it.
   *
   * @return the text as it is then
   * @throws CommandException if there is no such editor, or it fails
   */
  static String edit(String text) throws CommandException {
    String editor = System.getenv().getOrDefault("VISUAL", System.getenv("EDITOR"));
    String command = editor == null || editor.isBlank() ? "vi" : editor;
    try {
      Path file = Files.createTempFile("millrace", ".sql");
      try {
        Files.writeString(file, text);
        // The variable holds a command with options, which only a shell can take apart.
        int code =
            new ProcessBuilder("sh", "-c", command + " \"$1\"", "sh", file.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
          throw new CommandException(
              command + " ended with code " + code + "; EDITOR names another");
        }
        return Files.readString(file).strip();
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new CommandException("cannot edit: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted");
    }
  }
}
