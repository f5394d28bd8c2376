package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
  private final boolean ignoreMissing;
  private final Map<Path, ManifestReader> manifests = new HashMap<>();
  private final Map<Path, String> resumed = new HashMap<>();

  /**
   * A lister of a path.
   *
   * @param ignoreMissing whether a file that a manifest names may be missing
   * @throws io.millrace.api.error.MillraceException PATH_NOT_FOUND if there is nothing at the path,
   *     or for a pattern nothing at the part of it before the first special character
   */
  FileLister(String path, boolean recursive, boolean ignoreMissing) {
    this.recursive = recursive;
    this.ignoreMissing = ignoreMissing;
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
    this.pattern = special.stream().map(name -> matcher(path, name, base)).toList();
    if (!Files.exists(base)) {
      throw Paths.notFound(base);
    }
  }

  private static PathMatcher matcher(String path, String name, Path base) {
    try {
      return base.getFileSystem().getPathMatcher("glob:" + name);
    } catch (PatternSyntaxException e) {
      throw error(ErrorCode.PATH_INVALID, path, "it is no pattern: " + e.getDescription()).build();
    }
  }

  /** The part of the path without special characters. */
  Path base() {
    return base;
  }

  /**
   * Which content of a directory that a sink writes was listed, as {@link ManifestReader#content};
   * empty for other directories.
   */
  Optional<String> content(Path directory) {
    return Optional.ofNullable(manifests.get(directory)).map(ManifestReader::content);
  }

  /** The directory in whose manifests a file was found, itself or in directories below it. */
  Optional<Path> writtenDirectory(Path file) {
    Path above = file.getParent();
    while (above != null && above.startsWith(base)) {
      if (manifests.containsKey(above)) {
        return Optional.of(above);
      }
      above = above.getParent();
    }
    return Optional.empty();
  }

  /** Says of which contents of directories an earlier run has taken files. */
  void resume(Map<Path, String> contents) {
    resumed.putAll(contents);
    contents.forEach(
        (directory, content) -> {
          if (manifests.containsKey(directory)) {
            manifests.get(directory).resume(content);
          }
        });
  }

  /**
   * All files now, in no order, but for those that are settled.
   *
   * @param settled whether a file was taken, or never will be
   */
  List<TakenFile> list(Predicate<Path> settled) throws IOException {
    Listing listing = new Listing(settled, new ArrayList<>());
    if (pattern.isEmpty()) {
      addTop(base, listing);
    } else {
      match(base, 0, listing);
    }
    return listing.files;
  }

  /** What is found, and what need not be looked at. */
  private record Listing(Predicate<Path> settled, List<TakenFile> files) {}

  /** What the user named: a file as it is, hidden or not; a directory with what is in it. */
  private void addTop(Path path, Listing listing) throws IOException {
    if (listing.settled.test(path)) {
      return;
    }
    Optional<BasicFileAttributes> attributes = attributes(path);
    if (attributes.isEmpty()) {
      return; // gone between two looks
    }
    if (attributes.get().isDirectory()) {
      addDirectory(path, path, listing);
    } else {
      addFile(path, path.getParent(), attributes.get(), listing);
    }
  }

  private void match(Path directory, int depth, Listing listing) throws IOException {
    boolean last = depth == pattern.size() - 1;
    boolean anyDepth = components.get(depth).equals("**");
    if (anyDepth && !last) {
      match(directory, depth + 1, listing);
    }
    boolean written = ManifestReader.isIn(directory);
    if (written && last) {
      matchWritten(directory, listing);
    }
    for (Path entry : Directories.entries(directory)) {
      if (Paths.isHidden(entry) && !components.get(depth).startsWith(".")) {
        continue;
      }
      if (!pattern.get(depth).matches(entry.getFileName())) {
        continue;
      }
      if (anyDepth && Files.isDirectory(entry)) {
        match(entry, depth, listing);
      } else if (last && !(written && Files.isRegularFile(entry))) {
        addTop(entry, listing);
      } else if (!last && Files.isDirectory(entry)) {
        match(entry, depth + 1, listing);
      }
    }
  }

  /** Of a directory that a sink writes, the files that a pattern matches. */
  private void matchWritten(Path directory, Listing listing) throws IOException {
    PathMatcher name = pattern.get(pattern.size() - 1);
    for (Written file : written(directory, listing)) {
      if (name.matches(file.path().getFileName())) {
        addFile(file.path(), directory, file.attributes(), listing);
      }
    }
  }

  private void addDirectory(Path directory, Path root, Listing listing) throws IOException {
    if (ManifestReader.isIn(directory)) {
      for (Written file : written(directory, listing)) {
        addFile(file.path(), root, file.attributes(), listing);
      }
      return;
    }
    for (Path entry : Directories.entries(directory)) {
      if (!Paths.isHidden(entry)) {
        addEntry(entry, root, listing);
      }
    }
  }

  /** A file that a manifest names. */
  private record Written(Path path, BasicFileAttributes attributes) {}

  /** The content of a directory that a sink writes. */
  private List<Written> written(Path directory, Listing listing) throws IOException {
    ManifestReader reader = reader(directory);
    while (true) {
      List<Written> files = new ArrayList<>();
      Optional<Path> missing = Optional.empty();
      for (Manifest.Entry named : reader.files(listing.settled)) {
        Path path = directory.resolve(named.name());
        Optional<BasicFileAttributes> attributes = attributes(path);
        attributes.ifPresent(found -> files.add(new Written(path, found)));
        missing = attributes.isPresent() ? missing : Optional.of(path);
      }
      if (missing.isEmpty() || ignoreMissing) {
        return files;
      }
      // A replaced file goes when the manifest that replaces it is there.
      String before = reader.content();
      reader.files(listing.settled);
      if (reader.content().equals(before)) {
        throw error(ErrorCode.SOURCE_FILE_MISSING, missing.get())
            .detail("The directory is written by a sink, whose manifest names the file.")
            .hint("ignoreMissingFiles = true skips such files")
            .build();
      }
    }
  }

  private ManifestReader reader(Path directory) {
    ManifestReader reader = manifests.get(directory);
    if (reader == null) {
      reader = new ManifestReader(directory);
      if (resumed.containsKey(directory)) {
        reader.resume(resumed.get(directory));
      }
      manifests.put(directory, reader);
    }
    return reader;
  }

  private void addEntry(Path entry, Path root, Listing listing) throws IOException {
    if (listing.settled.test(entry)) {
      return;
    }
    Optional<BasicFileAttributes> attributes = attributes(entry);
    if (attributes.isEmpty()) {
      return; // gone between two looks
    }
    if (!attributes.get().isDirectory()) {
      addFile(entry, root, attributes.get(), listing);
    } else if (recursive || entry.getFileName().toString().indexOf('=') > 0) {
      addDirectory(entry, root, listing);
    }
  }

  private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static void addFile(
      Path path, Path root, BasicFileAttributes attributes, Listing listing) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    if (UNKNOWN_COMPRESSIONS.contains(ending)) {
      throw error(ErrorCode.NOT_SUPPORTED, "reading compressed files other than .gz")
          .detail("the file is " + path)
          .hint("decompress it, or leave it out with a pattern such as path = 'in/*.json'")
          .build();
    }
    listing.files.add(
        new TakenFile(path, root, attributes.size(), attributes.lastModifiedTime().toMillis()));
  }
}
