package io.millrace.connector.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the batches of one query have written and not published: the directory {@code
 * _millrace/staged/<query>}. A batch is prepared once its manifest lies beside its files, {@code
 * 3.manifest}. The file {@code checkpoint} says that the query may come again.
 */
final class StagingArea {
  private static final String STAGED = "staged";
  private static final String CONTINUABLE = "checkpoint";

  /** So that no pattern for data finds a file that is staged. */
  private static final String ENDING = ".staged";

  private static final Pattern FILE = Pattern.compile("part-(\\d+)-.*" + Pattern.quote(ENDING));
  private static final Pattern PREPARED = Pattern.compile("(\\d+)\\.manifest");

  /** The manifest of a batch that may be decided cannot be read. */
  static final class DamagedManifestException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedManifestException(Path file, IOException cause) {
      super(file + " is damaged: " + cause.getMessage(), cause);
    }
  }

  private final Path sink;
  private final Path directory;
  private final UUID query;
  private boolean created;

  StagingArea(Path sink, UUID query) {
    this.sink = sink;
    this.query = query;
    this.directory = parent(sink).resolve(query.toString());
  }

  private static Path parent(Path sink) {
    return sink.resolve(ManifestRange.DIRECTORY).resolve(STAGED);
  }

  /** The areas of all queries that have one. */
  static List<StagingArea> list(Path sink) throws IOException {
    List<StagingArea> areas = new ArrayList<>();
    for (Path entry : Directories.entries(parent(sink))) {
      try {
        areas.add(new StagingArea(sink, UUID.fromString(entry.getFileName().toString())));
      } catch (IllegalArgumentException e) {
        continue; // not ours
      }
    }
    return areas;
  }

  UUID query() {
    return query;
  }

  /** Whether the query has a checkpoint, and only it knows which of its batches are decided. */
  boolean isContinuable() {
    return Files.exists(directory.resolve(CONTINUABLE));
  }

  /** The visible name of a file, which no other batch of no other query has. */
  String fileName(long batch, int number, String ending) {
    return String.format(Locale.ROOT, "part-%05d-%d-%s.%s", batch, number, query, ending);
  }

  /** Makes the directory, if this was not done. */
  void create(boolean continuable) throws IOException {
    if (created) {
      return;
    }
    // Not those above: if they are gone, so is the lock on them.
    createOne(directory.getParent());
    createOne(directory);
    Path marker = directory.resolve(CONTINUABLE);
    if (continuable && !Files.exists(marker)) {
      Files.writeString(marker, "the query has a checkpoint\n", StandardCharsets.UTF_8);
    }
    created = true;
  }

  private static void createOne(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
      Directories.sync(directory.getParent());
    } catch (FileAlreadyExistsException e) {
      return; // as it should be
    }
  }

  /** Where a file lies until it is published, whichever directory it will be in. */
  Path staged(String name) {
    return directory.resolve(stagedName(name));
  }

  private static String stagedName(String name) {
    return name.substring(name.lastIndexOf('/') + 1) + ENDING;
  }

  /** Makes a directory for files that will be seen. */
  void createVisible(String path) throws IOException {
    Path visible = sink.resolve(path);
    if (!Files.isDirectory(visible)) {
      Directories.createBelow(sink, visible);
    }
  }

  /** Where the manifest of a batch lies until it is published. */
  Path prepared(long batch) {
    return directory.resolve(batch + ".manifest");
  }

  /** Makes a batch durable, whose files are synced. */
  void prepare(long batch, Manifest manifest) throws IOException {
    manifest.writeAtomically(prepared(batch));
    Directories.sync(directory);
  }

  /** Moves the files of a batch to where they are seen; does nothing that is already done. */
  void show(Manifest manifest) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    for (Manifest.Entry file : manifest.files()) {
      Path visible = sink.resolve(file.name());
      if (!Files.exists(visible)) {
        int slash = file.name().lastIndexOf('/');
        if (slash > 0) {
          createVisible(file.name().substring(0, slash));
        }
        Directories.move(staged(file.name()), visible);
      }
      changed.add(visible.getParent());
    }
    for (Path parent : changed) {
      Directories.sync(parent);
    }
  }

  /** Whether a file of the batch is seen, which happens only once it is decided. */
  boolean isShown(Manifest manifest) {
    return manifest.files().stream().anyMatch(file -> Files.exists(sink.resolve(file.name())));
  }

  /**
   * The prepared batches in order.
   *
   * @throws DamagedManifestException one of them cannot be read, though it was written as a whole
   */
  Map<Long, Manifest> prepared() throws IOException {
    Map<Long, Manifest> batches = new TreeMap<>();
    for (Path entry : Directories.entries(directory)) {
      Matcher name = PREPARED.matcher(entry.getFileName().toString());
      if (name.matches()) {
        String text = new String(Files.readAllBytes(entry), StandardCharsets.UTF_8);
        try {
          batches.put(Long.parseLong(name.group(1)), Manifest.parse(text));
        } catch (IOException e) {
          throw new DamagedManifestException(entry, e);
        }
      }
    }
    return batches;
  }

  /** Removes what a batch and all behind it have written. */
  void discardFrom(long batch) throws IOException {
    for (Path entry : Directories.entries(directory)) {
      String name = entry.getFileName().toString();
      Matcher file = FILE.matcher(name);
      Matcher manifest = PREPARED.matcher(name);
      boolean later =
          file.matches() && Long.parseLong(file.group(1)) >= batch
              || manifest.matches() && Long.parseLong(manifest.group(1)) >= batch;
      if (later) {
        Files.deleteIfExists(entry);
      }
    }
  }

  /** Removes everything but some prepared batches, and the directory if nothing is left. */
  void keepOnly(Map<Long, Manifest> batches) throws IOException {
    Set<String> kept = new HashSet<>();
    if (!batches.isEmpty()) {
      kept.add(CONTINUABLE);
    }
    batches.forEach(
        (batch, manifest) -> {
          kept.add(prepared(batch).getFileName().toString());
          manifest.files().forEach(file -> kept.add(stagedName(file.name())));
        });
    for (Path entry : Directories.entries(directory)) {
      if (!kept.contains(entry.getFileName().toString())) {
        Files.deleteIfExists(entry);
      }
    }
    if (kept.isEmpty()) {
      Files.deleteIfExists(directory);
      created = false;
    }
  }
}
