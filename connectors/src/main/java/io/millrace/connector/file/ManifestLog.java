package io.millrace.connector.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The manifests of a directory, as its one writer keeps them: one more for each batch. As soon as
 * there are {@value #FAN_IN} in a row of the same level they are merged into one, so that their
 * number grows with the logarithm of the number of batches, and a batch costs the same however many
 * came before.
 *
 * <p>Readers list the directory while it changes. Therefore manifests that were merged or replaced
 * are not removed at once, but when others follow them.
 */
final class ManifestLog {
  /** How many manifests are merged into one. */
  static final int FAN_IN = 100;

  private final Path directory;
  private final Path manifests;
  private final int fanIn;
  private final Map<UUID, Long> published = new TreeMap<>();

  /** Those that make up the content, in order, and perhaps replaced ones before them. */
  private final List<ManifestRange> live = new ArrayList<>();

  /** Those that others stand for, to be removed when it is safe. */
  private final List<ManifestRange> merged = new ArrayList<>();

  /** How many of the first {@link #live} ones are replaced. */
  private int replaced;

  /** Reads what the last writer has left. */
  ManifestLog(Path directory, int fanIn) throws IOException {
    this.directory = directory;
    this.fanIn = fanIn;
    this.manifests = directory.resolve(ManifestRange.DIRECTORY);
    long next = 0;
    for (ManifestRange range : ManifestRange.list(manifests)) {
      if (range.last() < next) {
        merged.add(range);
        continue;
      }
      next = range.last() + 1;
      Manifest head = Manifest.readHead(path(range));
      head.published().forEach(this::note);
      if (head.replaces()) {
        replaced = live.size();
      }
      live.add(range);
    }
    // A writer that died may not have done it.
    removeReplacedFiles();
    Directories.sync(manifests);
  }

  private Path path(ManifestRange range) {
    return manifests.resolve(range.fileName());
  }

  private void note(UUID query, long batch) {
    published.merge(query, batch, Math::max);
  }

  /** The last batch of the query that is published, of those that manifests tell; −1 if none. */
  long published(UUID query) {
    return published.getOrDefault(query, -1L);
  }

  /** Whether there are rows of any query. */
  boolean hasContent() {
    return live.size() > replaced;
  }

  /** What the manifests that replace everything must keep of those before them. */
  Map<UUID, Long> published() {
    return published;
  }

  /**
   * Adds the manifest of a batch: from now on it is published.
   *
   * @param prepared where its text lies, durable, in the same file system
   */
  void add(UUID query, long batch, Path prepared, Manifest manifest) throws IOException {
    ManifestRange range =
        ManifestRange.single(live.isEmpty() ? 0 : live.get(live.size() - 1).last() + 1);
    if (Files.exists(prepared)) {
      Directories.move(prepared, path(range));
    } else if (!Files.exists(path(range))) {
      writeAtomically(range, manifest);
    }
    Directories.sync(manifests);
    live.add(range);
    note(query, batch);
    if (manifest.replaces()) {
      removeVoid();
      replaced = live.size() - 1;
      removeReplacedFiles();
    }
    merge();
  }

  private void writeAtomically(ManifestRange range, Manifest manifest) throws IOException {
    manifest.writeAtomically(path(range));
  }

  /** Removes what only replaced manifests name. */
  private void removeReplacedFiles() throws IOException {
    for (ManifestRange old : live.subList(0, replaced)) {
      for (Manifest.Entry file : Manifest.read(path(old)).files()) {
        Path gone = directory.resolve(file.name());
        Files.deleteIfExists(gone);
        Directories.removeEmpty(gone.getParent(), directory);
      }
    }
  }

  /** Removes the manifests that were merged or replaced the last time. */
  private void removeVoid() throws IOException {
    List<ManifestRange> old = live.subList(0, replaced);
    merged.addAll(old);
    old.clear();
    replaced = 0;
    for (ManifestRange range : merged) {
      Files.deleteIfExists(path(range));
    }
    merged.clear();
  }

  private void merge() throws IOException {
    while (true) {
      int level = live.get(live.size() - 1).level(fanIn);
      int from = live.size();
      while (from > replaced && live.get(from - 1).level(fanIn) == level) {
        from--;
      }
      int count = live.size() - from;
      if (count < fanIn) {
        return;
      }
      removeVoid();
      merge(live.subList(live.size() - count, live.size()));
    }
  }

  private void merge(List<ManifestRange> tail) throws IOException {
    List<Manifest> parts = new ArrayList<>();
    for (ManifestRange range : tail) {
      parts.add(Manifest.read(path(range)));
    }
    ManifestRange whole = new ManifestRange(tail.get(0).first(), tail.get(tail.size() - 1).last());
    writeAtomically(whole, Manifest.merge(parts));
    Directories.sync(manifests);
    merged.addAll(tail);
    tail.clear();
    live.add(whole);
  }
}
