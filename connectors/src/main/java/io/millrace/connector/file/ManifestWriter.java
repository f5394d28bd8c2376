package io.millrace.connector.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Publishes batches of one query in a directory. The name of a manifest is its place in the order
 * of the directory, the query and the number of the batch: {@code 000000000007-<query>-3.json}.
 */
final class ManifestWriter {
  private static final String STAGED = ".staged-";

  private final Path directory;
  private final Path manifests;
  private final UUID query;

  /** The names of all manifests known; read when first needed. */
  private @Nullable TreeSet<String> known;

  ManifestWriter(Path directory, UUID query) {
    this.directory = directory;
    this.manifests = directory.resolve(Manifest.DIRECTORY);
    this.query = query;
  }

  /** The visible name of a file, unique to query and batch. */
  String fileName(long batch, int number, String ending) {
    return prefix(batch) + number + "-" + query + "." + ending;
  }

  private String prefix(long batch) {
    return String.format(Locale.ROOT, "part-%05d-", batch);
  }

  /** Where a file lies until it is published. */
  Path staged(String name) {
    return directory.resolve(STAGED + name);
  }

  /** Removes what a batch had staged. */
  void discardStaged(long batch) throws IOException {
    String pattern = STAGED + prefix(batch) + "*-" + query + ".*";
    for (Path path : list(directory, pattern)) {
      Files.deleteIfExists(path);
    }
  }

  private static List<Path> list(Path directory, String pattern) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, pattern)) {
      stream.forEach(paths::add);
    }
    return paths;
  }

  /** Makes a batch visible; does nothing that is already done. */
  void publish(Manifest manifest) throws IOException {
    TreeSet<String> names = known();
    String identity = "-" + manifest.query() + "-" + manifest.batch() + ".json";
    boolean published = names.stream().anyMatch(name -> name.endsWith(identity));
    if (published) {
      removeReplaced(manifest, names);
      return;
    }
    for (Manifest.Entry file : manifest.files()) {
      show(file.name());
    }
    syncDirectory();
    String name = String.format(Locale.ROOT, "%012d%s", next(names), identity);
    writeAtomically(name, manifest.toJson());
    names.add(name);
    removeReplaced(manifest, names);
  }

  private void show(String name) throws IOException {
    try {
      Files.move(staged(name), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (!Files.exists(directory.resolve(name))) {
        throw e; // neither staged nor shown: what was prepared is lost
      }
    }
  }

  private TreeSet<String> known() throws IOException {
    if (known == null) {
      TreeSet<String> names = new TreeSet<>();
      list(manifests, "[0-9]*.json").forEach(path -> names.add(path.getFileName().toString()));
      known = names;
    }
    return known;
  }

  private static long next(TreeSet<String> names) {
    return names.isEmpty() ? 0 : Long.parseLong(names.last().substring(0, 12)) + 1;
  }

  private void writeAtomically(String name, String text) throws IOException {
    Path temporary = manifests.resolve("." + name);
    Files.writeString(temporary, text + "\n");
    sync(temporary, StandardOpenOption.WRITE);
    Files.move(temporary, manifests.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    sync(manifests, StandardOpenOption.READ);
  }

  /** After a batch that replaces everything: removes earlier manifests and what only they name. */
  private void removeReplaced(Manifest manifest, TreeSet<String> names) throws IOException {
    if (!manifest.replace()) {
      return;
    }
    String identity = "-" + manifest.query() + "-" + manifest.batch() + ".json";
    String self = names.stream().filter(name -> name.endsWith(identity)).findFirst().orElseThrow();
    for (String older : Set.copyOf(names.headSet(self))) {
      Path path = manifests.resolve(older);
      try {
        for (Manifest.Entry file : Manifest.parse(Files.readString(path)).files()) {
          Files.deleteIfExists(directory.resolve(file.name()));
        }
        Files.deleteIfExists(path);
      } catch (NoSuchFileException e) {
        // Another writer has removed it already.
      }
      names.remove(older);
    }
  }

  /** Makes the names in the directory durable. */
  void syncDirectory() throws IOException {
    sync(directory, StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
