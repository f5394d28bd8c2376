package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory that a file sink writes to.
 *
 * @param text as the user named it
 */
record SinkDirectory(String text, Path path) {

  /** The directory that a text names; it need not be there. */
  static SinkDirectory of(String text) {
    Path path = Paths.local(text);
    if (Paths.isPattern(text) && !Files.exists(path)) {
      throw error(ErrorCode.PATH_INVALID, text, "a sink writes to one directory, not a pattern")
          .build();
    }
    return new SinkDirectory(text, path);
  }

  String description() {
    return "file[" + text + "]";
  }

  private Path manifests() {
    return path.resolve(ManifestRange.DIRECTORY);
  }

  /** Whether no reader would find anything in it, and nothing waits to be seen. */
  boolean isEmpty() {
    try {
      for (Path entry : Directories.entries(path)) {
        String name = entry.getFileName().toString();
        if (!name.startsWith(".") && !name.startsWith("_") && hasFiles(entry)) {
          return false;
        }
      }
      return Directories.entries(manifests()).stream()
          .allMatch(entry -> entry.getFileName().toString().startsWith("."));
    } catch (IOException e) {
      return false; // it cannot be told
    }
  }

  /** Directories may be there before the files that are to lie in them. */
  private static boolean hasFiles(Path entry) throws IOException {
    if (entry.getFileName().toString().indexOf('=') < 0 || !Files.isDirectory(entry)) {
      return true;
    }
    for (Path below : Directories.entries(entry)) {
      if (hasFiles(below)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes the directory, and tries whether it can be written.
   *
   * @throws MillraceException PATH_INVALID if it cannot
   */
  void prepare() {
    try {
      Path ancestor = path;
      while (!Files.exists(ancestor) && ancestor.getParent() != null) {
        ancestor = ancestor.getParent();
      }
      Directories.createBelow(ancestor, manifests());
      Path probe = Files.createTempFile(path, ".probe-", "");
      Files.delete(probe);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Keeps other sinks from writing there.
   *
   * @throws MillraceException SINK_IN_USE if another one does
   */
  WriterLock lock(String queryName) {
    try {
      return WriterLock.acquire(manifests(), "query " + queryName);
    } catch (WriterLock.HeldException e) {
      throw error(ErrorCode.SINK_IN_USE, description(), e.getMessage())
          .hint("stop that query first, or write to another directory")
          .build();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private MillraceException unusable(IOException cause) {
    String reason =
        Files.isRegularFile(path)
            ? "it is a file, not a directory"
            : "cannot write there: " + reason(cause);
    return error(ErrorCode.PATH_INVALID, text, reason)
        .hint("give a directory that this user may create and write to")
        .cause(cause)
        .build();
  }

  /** What the operating system says, without the path, which is named already. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    boolean says = e instanceof FileSystemException f && f.getReason() != null;
    return says ? ((FileSystemException) e).getReason() : String.valueOf(e.getMessage());
  }
}
