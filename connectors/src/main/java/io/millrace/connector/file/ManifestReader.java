package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Follows the manifests of one directory. A manifest never changes, so each is read once, and what
 * it names is given until it is settled. Once files of a directory were taken, a batch that
 * replaces them is an error: a stream of files cannot take rows back.
 *
 * <p>A listing is no snapshot: while it runs, the writer may merge manifests and remove those that
 * were merged. The writer leaves them for a while, and places in the order of manifests must follow
 * each other without a gap; where they do not, the directory is listed again.
 */
final class ManifestReader {
  private static final int ATTEMPTS = 10;

  private final Path directory;
  private final Path manifests;
  private final Map<String, Manifest.Entry> pending = new LinkedHashMap<>();
  private String content = "";
  private boolean taken;
  private long next;

  ManifestReader(Path directory) {
    this.directory = directory;
    this.manifests = directory.resolve(ManifestRange.DIRECTORY);
  }

  /** Whether a directory has manifests, so that what they do not name does not count. */
  static boolean isIn(Path directory) {
    return Files.isDirectory(directory.resolve(ManifestRange.DIRECTORY));
  }

  /** Which content of the directory is read: empty if it was never replaced. */
  String content() {
    return content;
  }

  /** Says that an earlier run has taken files of a content. */
  void resume(String takenContent) {
    if (next > 0 && !takenContent.equals(content)) {
      throw replaced();
    }
    content = takenContent;
    taken = true;
  }

  /**
   * The files that make up the content of the directory now, without those that are settled.
   *
   * @param settled whether a file was taken, or never will be
   */
  Collection<Manifest.Entry> files(Predicate<Path> settled) throws IOException {
    dropSettled(settled);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<List<Manifest>> unread = unread();
      if (unread.isPresent()) {
        add(unread.get());
        dropSettled(settled);
        return List.copyOf(pending.values());
      }
    }
    throw new IOException("manifests are missing in " + manifests);
  }

  private void dropSettled(Predicate<Path> settled) {
    boolean dropped = pending.keySet().removeIf(name -> settled.test(directory.resolve(name)));
    taken |= dropped;
  }

  /** The manifests behind those that are read; empty if one is missing. */
  private Optional<List<Manifest>> unread() throws IOException {
    List<ManifestRange> ranges = ManifestRange.list(manifests);
    List<Manifest> found = new ArrayList<>();
    long place = next;
    try {
      for (Optional<ManifestRange> range = at(ranges, place);
          range.isPresent();
          range = at(ranges, place)) {
        Manifest manifest = Manifest.read(manifests.resolve(range.get().fileName()));
        if (range.get().first() > place && !manifest.replaces()) {
          return Optional.empty();
        }
        found.add(manifest);
        place = range.get().last() + 1;
      }
    } catch (NoSuchFileException e) {
      return Optional.empty(); // merged and removed between two looks
    }
    if (ranges.stream().allMatch(range -> range.last() < next - 1) && next > 0) {
      startAgain();
      return Optional.empty();
    }
    next = place;
    return Optional.of(found);
  }

  /** The manifests are others than those that were read. */
  private void startAgain() {
    if (taken) {
      throw replaced();
    }
    next = 0;
    content = "";
    pending.clear();
  }

  /**
   * The manifest to read at a place: the widest that begins there; or else the narrowest that holds
   * it; or else the first behind it.
   */
  private static Optional<ManifestRange> at(List<ManifestRange> ranges, long place) {
    ManifestRange best = null;
    for (ManifestRange range : ranges) {
      if (range.last() < place) {
        continue;
      }
      if (range.first() == place) {
        return Optional.of(range);
      }
      boolean holds = range.first() < place;
      if (best == null || (holds && range.width() < best.width())) {
        best = range;
      }
    }
    return Optional.ofNullable(best);
  }

  private void add(List<Manifest> unread) {
    Manifest added = Manifest.merge(unread);
    if (added.replaces() && !added.content().equals(content)) {
      if (taken) {
        throw replaced();
      }
      content = added.content();
      pending.clear();
    }
    added.files().forEach(file -> pending.put(file.name(), file));
  }

  private MillraceException replaced() {
    return error(
            ErrorCode.SOURCE_FAILED,
            directory,
            "its content was replaced while it was read as a stream")
        .hint("read it in a query that ends, such as SELECT")
        .build();
  }
}
