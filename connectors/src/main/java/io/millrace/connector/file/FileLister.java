package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * Finds the files of a directory, a file, or a pattern. Directories named {@code key=value} are
 * always entered, others below the directory only if asked; names that begin with {@code .} or
 * {@code _} are left out. A directory that a file sink writes is read through its manifest.
 */
final class FileLister {
  private static final Set<String> UNKNOWN_COMPRESSIONS =
      Set.of("bz2", "zst", "snappy", "lz4", "lzo", "xz", "zip", "deflate", "br", "z", "7z");

  private final Path base;
  private final List<PathMatcher> pattern;
  private final List<String> components;
  private final boolean recursive;
  private final ManifestReader manifests = new ManifestReader();

  /**
   * @throws io.millrace.api.error.MillraceException PATH_NOT_FOUND if there is nothing at the path,
   *     or for a pattern nothing at the part of it before the first special character
   */
  FileLister(String path, boolean recursive) {
    this.recursive = recursive;
    Path whole = Paths.local(path);
    Path literal = whole;
    List<String> special = new ArrayList<>();
    if (Paths.isPattern(path) && !Files.exists(whole)) {
      while (literal.getParent() != null && Paths.isPattern(literal.toString())) {
        special.add(0, literal.getFileName().toString());
        literal = literal.getParent();
      }
    }
    this.base = literal;
    this.components = List.copyOf(special);
    this.pattern = special.stream().map(name -> matcher(path, name)).toList();
    if (!Files.exists(base)) {
      throw Paths.notFound(base);
    }
  }

  private static PathMatcher matcher(String path, String name) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + name);
    } catch (PatternSyntaxException e) {
      throw error(ErrorCode.PATH_INVALID, path, "it is no pattern: " + e.getDescription()).build();
    }
  }

  /** The part of the path without special characters. */
  Path base() {
    return base;
  }

  /** All files now, in no order. */
  List<TakenFile> list() throws IOException {
    List<TakenFile> files = new ArrayList<>();
    if (pattern.isEmpty()) {
      addTop(base, files);
    } else {
      match(base, 0, files);
    }
    return files;
  }

  /** What the user named: a file as it is, hidden or not; a directory with what is in it. */
  private void addTop(Path path, List<TakenFile> files) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return; // gone between two looks
    }
    if (attributes.isDirectory()) {
      addDirectory(path, path, files);
    } else {
      addFile(path, path.getParent(), attributes, files);
    }
  }

  private void match(Path directory, int depth, List<TakenFile> files) throws IOException {
    boolean last = depth == pattern.size() - 1;
    boolean anyDepth = components.get(depth).equals("**");
    if (anyDepth && !last) {
      match(directory, depth + 1, files);
    }
    for (Path entry : entries(directory)) {
      if (Paths.isHidden(entry) && !components.get(depth).startsWith(".")) {
        continue;
      }
      if (!pattern.get(depth).matches(entry.getFileName())) {
        continue;
      }
      if (anyDepth && Files.isDirectory(entry)) {
        match(entry, depth, files);
      } else if (last) {
        addTop(entry, files);
      } else if (Files.isDirectory(entry)) {
        match(entry, depth + 1, files);
      }
    }
  }

  private void addDirectory(Path directory, Path root, List<TakenFile> files) throws IOException {
    if (Manifest.isIn(directory)) {
      for (Path file : manifests.files(directory)) {
        addEntry(file, root, files);
      }
      return;
    }
    for (Path entry : entries(directory)) {
      if (!Paths.isHidden(entry)) {
        addEntry(entry, root, files);
      }
    }
  }

  private void addEntry(Path entry, Path root, List<TakenFile> files) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(entry, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return; // gone between two looks, or not yet there
    }
    if (!attributes.isDirectory()) {
      addFile(entry, root, attributes, files);
    } else if (recursive || entry.getFileName().toString().indexOf('=') > 0) {
      addDirectory(entry, root, files);
    }
  }

  private static void addFile(
      Path path, Path root, BasicFileAttributes attributes, List<TakenFile> files) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    if (UNKNOWN_COMPRESSIONS.contains(ending)) {
      throw error(ErrorCode.NOT_SUPPORTED, "reading compressed files other than .gz")
          .detail("the file is " + path)
          .hint("decompress it, or leave it out with a pattern such as path = 'in/*.json'")
          .build();
    }
    files.add(
        new TakenFile(path, root, attributes.size(), attributes.lastModifiedTime().toMillis()));
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }
}
