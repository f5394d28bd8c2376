package io.millrace.fault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * The names of the disk's files: which of them a power cut may take back, and what belongs to each.
 * All paths are real ones. What is deleted is put aside until that is durable.
 */
final class Names {
  private final Path attic;
  private final Map<Path, Unforced> files = new TreeMap<>();
  private final List<Change> pending = new ArrayList<>();
  private int aside;

  Names(Path attic) {
    this.attic = attic;
  }

  /**
   * A change of names that is not durable.
   *
   * @param kept what it has put aside
   * @param undo how it is taken back
   */
  private record Change(Set<Path> directories, List<Path> kept, Undo undo) {}

  private interface Undo {
    void run() throws IOException;
  }

  /** What is not durable of a file's content. */
  Unforced content(Path file) throws IOException {
    Unforced known = files.get(file);
    if (known == null) {
      known = new Unforced(Files.size(file));
      files.put(file, known);
    }
    return known;
  }

  void created(Path file) {
    pending.add(
        new Change(
            Set.of(file.getParent()),
            List.of(),
            () -> {
              files.remove(file);
              deleteIfEmpty(file);
            }));
  }

  /** A directory in which native code has made files is as durable as they are. */
  private static void deleteIfEmpty(Path file) throws IOException {
    try {
      Files.deleteIfExists(file);
    } catch (DirectoryNotEmptyException used) {
      return;
    }
  }

  void delete(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      expectEmpty(file);
    }
    Path kept = putAside(file);
    pending.add(new Change(Set.of(file.getParent()), List.of(kept), () -> move(kept, file)));
  }

  private static void expectEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      if (entries.iterator().hasNext()) {
        throw new DirectoryNotEmptyException(directory.toString());
      }
    }
  }

  void rename(Path from, Path to) throws IOException {
    List<Path> replaced = new ArrayList<>();
    if (Files.exists(to)) {
      replaced.add(putAside(to));
    }
    move(from, to);
    Set<Path> directories = new HashSet<>(List.of(from.getParent(), to.getParent()));
    pending.add(
        new Change(
            directories,
            replaced,
            () -> {
              move(to, from);
              for (Path file : replaced) {
                move(file, to);
              }
            }));
  }

  private Path putAside(Path file) throws IOException {
    Path kept = attic.resolve(Integer.toString(aside++));
    move(file, kept);
    return kept;
  }

  private void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    Map<Path, Unforced> moved = new TreeMap<>();
    files.entrySet().removeIf(entry -> isBelow(entry, from, to, moved));
    files.putAll(moved);
  }

  private static boolean isBelow(
      Map.Entry<Path, Unforced> entry, Path from, Path to, Map<Path, Unforced> moved) {
    Path file = entry.getKey();
    if (!file.startsWith(from)) {
      return false;
    }
    moved.put(file.equals(from) ? to : to.resolve(from.relativize(file)), entry.getValue());
    return true;
  }

  /** The names in a directory are durable, and all older ones with them. */
  void forced(Path directory) throws IOException {
    for (int i = pending.size() - 1; i >= 0; i--) {
      if (pending.get(i).directories().contains(directory)) {
        settle(i + 1);
        return;
      }
    }
  }

  /** The first changes last. */
  private void settle(int count) throws IOException {
    List<Change> settled = pending.subList(0, count);
    for (Change change : settled) {
      for (Path file : change.kept()) {
        files.remove(file);
        Files.delete(file);
      }
    }
    settled.clear();
  }

  /** The power goes. */
  void lose(Random random) throws IOException {
    int surviving = random.nextInt(pending.size() + 1);
    for (int i = pending.size() - 1; i >= surviving; i--) {
      pending.remove(i).undo().run();
    }
    settle(surviving);
    for (Map.Entry<Path, Unforced> entry : files.entrySet()) {
      Path file = entry.getKey();
      if (Files.isRegularFile(file)) {
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
          entry.getValue().lose(channel, random);
        }
      }
    }
    files.clear();
  }
}
