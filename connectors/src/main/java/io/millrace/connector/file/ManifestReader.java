package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the manifests of directories. A manifest never changes, so each is read once. Once files of
 * a directory were given, a batch that replaces them is an error: a stream of files cannot take
 * rows back.
 */
final class ManifestReader {
  private final Map<Path, Manifest> manifests = new HashMap<>();
  private final Map<Path, String> versions = new HashMap<>();

  /** The files that make up the content of the directory now. */
  List<Path> files(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(directory.resolve(Manifest.DIRECTORY), "[0-9]*.json")) {
      stream.forEach(entries::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    entries.sort(null); // names begin with a number of fixed width
    List<Path> files = new ArrayList<>();
    String version = "";
    for (Path entry : entries) {
      Manifest manifest = manifest(entry);
      if (manifest.replace()) {
        files.clear();
        version = entry.getFileName().toString();
      }
      manifest.files().forEach(file -> files.add(directory.resolve(file.name())));
    }
    String before = versions.put(directory, version);
    if (before != null && !before.equals(version)) {
      throw error(
              ErrorCode.SOURCE_FAILED,
              directory,
              "its content was replaced while it was read as a stream")
          .hint("read it in a query that ends, such as SELECT")
          .build();
    }
    return files;
  }

  private Manifest manifest(Path entry) throws IOException {
    Manifest known = manifests.get(entry);
    if (known == null) {
      try {
        known = Manifest.parse(Files.readString(entry));
      } catch (IOException e) {
        throw new IOException(entry + " cannot be read: " + e.getMessage(), e);
      }
      manifests.put(entry, known);
    }
    return known;
  }
}
