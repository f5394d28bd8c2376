package io.millrace.exec.checkpoint;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.state.log.Lease;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The directory of a checkpoint, held by one query at a time; the package says what lies in it. The
 * log and what stands behind it belong to the store.
 */
public final class CheckpointDirectory implements AutoCloseable {
  static final long FORMAT = 1;

  private static final String METADATA = "metadata";
  private static final String PLAN = "plan";
  private static final String PUBLISHED = "published";
  private static final String REWIND = "rewind";
  private static final String LOG = "log";
  private static final String STATE = "state";

  private final Path path;
  private final Lease lease;

  private CheckpointDirectory(Path path, Lease lease) {
    this.path = path;
    this.lease = lease;
  }

  /**
   * What the checkpoint in a directory is of; empty if there is none, or no directory. Needs no
   * lease.
   *
   * @throws MillraceException CHECKPOINT_NOT_EMPTY, CHECKPOINT_TOO_NEW, CHECKPOINT_CORRUPT
   */
  public static Optional<Metadata> find(Path path) {
    if (Files.isRegularFile(path)) {
      throw error(ErrorCode.CHECKPOINT_WRITE_FAILED, path, "it is a file, not a directory")
          .hint("choose an empty directory, or one that does not exist")
          .build();
    }
    Optional<Metadata> metadata = read(path.resolve(METADATA), Metadata::fromJson);
    if (metadata.isEmpty()) {
      expectNothingOfOthers(path);
    }
    return metadata;
  }

  /**
   * Makes sure that there is a checkpoint in a directory.
   *
   * @throws MillraceException CHECKPOINT_NOT_FOUND, CHECKPOINT_TOO_NEW, CHECKPOINT_CORRUPT
   */
  public static void expect(Path path) {
    MillraceException.Builder missing =
        error(ErrorCode.CHECKPOINT_NOT_FOUND, path)
            .hint("name the directory that stands behind CHECKPOINT in the query");
    try {
      if (find(path).isEmpty()) {
        throw missing.build();
      }
    } catch (MillraceException e) {
      if (e.code() != ErrorCode.CHECKPOINT_NOT_EMPTY) {
        throw e;
      }
      e.details().forEach(missing::detail);
      throw missing.build();
    }
  }

  private static <T> Optional<T> read(Path file, Function<JsonTree, T> reader) {
    return CheckpointFile.read(
        file,
        tree -> {
          if (tree.number("format") > FORMAT) {
            throw error(ErrorCode.CHECKPOINT_TOO_NEW, file, tree.number("format"))
                .hint("run the query with the version that wrote it, or a newer one")
                .build();
          }
          return reader.apply(tree);
        });
  }

  private static void expectNothingOfOthers(Path path) {
    List<String> names = names(path);
    boolean dropping = names.contains(METADATA + CheckpointFile.TEMPORARY);
    boolean ours = names.contains(LOG) && names.contains(PLAN) && names.contains(Lease.PREFIX);
    if (ours && !dropping) {
      throw CheckpointFile.corrupt(path.resolve(METADATA), "it is missing");
    }
    boolean foreign =
        names.stream()
            .anyMatch(
                name -> !name.startsWith(Lease.PREFIX) && !name.endsWith(CheckpointFile.TEMPORARY));
    if (foreign && !dropping) {
      throw error(ErrorCode.CHECKPOINT_NOT_EMPTY, path)
          .detail("it holds " + String.join(", ", names.subList(0, Math.min(names.size(), 5))))
          .hint("choose an empty directory, or one that does not exist")
          .build();
    }
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw error(ErrorCode.CHECKPOINT_CORRUPT, directory, CheckpointFile.reason(e))
          .cause(e)
          .build();
    }
  }

  /**
   * Takes a directory, which is made if it does not exist, and removes what unfinished writes left.
   *
   * @param now what others are told of the time it was taken
   * @throws MillraceException CHECKPOINT_IN_USE and those of {@link #find}
   */
  public static CheckpointDirectory take(Path path, Instant now) {
    requireNonNull(now, "now is null");
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw CheckpointFile.writeFailed(path, e);
    }
    find(path);
    Lease lease = Lease.acquire(path, now);
    CheckpointDirectory directory = new CheckpointDirectory(path, lease);
    try {
      directory.clean();
      return directory;
    } catch (IOException e) {
      lease.close();
      throw CheckpointFile.writeFailed(path, e);
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  private void clean() throws IOException {
    List<String> names = names(path);
    if (!names.contains(METADATA) && names.contains(METADATA + CheckpointFile.TEMPORARY)) {
      deleteContent();
    }
    for (String name : names) {
      if (name.endsWith(CheckpointFile.TEMPORARY)) {
        Files.deleteIfExists(path.resolve(name));
      }
    }
  }

  public Path path() {
    return path;
  }

  /**
   * Makes sure that nobody else has the directory, though the file of the lease was deleted.
   *
   * @throws MillraceException CHECKPOINT_IN_USE
   */
  void expectLease() {
    lease.check();
  }

  Path state() {
    return path.resolve(STATE);
  }

  Path log() {
    return path.resolve(LOG);
  }

  Optional<Metadata> metadata() {
    return read(path.resolve(METADATA), Metadata::fromJson);
  }

  Optional<PlanFingerprint> plan() {
    return read(path.resolve(PLAN), PlanFingerprint::fromJson);
  }

  void write(Metadata metadata) {
    CheckpointFile.write(path.resolve(METADATA), metadata.toJson());
  }

  void write(PlanFingerprint plan) {
    CheckpointFile.write(path.resolve(PLAN), plan.toJson());
  }

  /**
   * What is known of the sink.
   *
   * @param batch the newest that was visible when a run ended in order; −1 if none
   * @param generation how often the query was taken back
   */
  record Published(long batch, long generation) {}

  Published published() {
    return read(
            path.resolve(PUBLISHED),
            tree -> new Published(tree.number("batch"), tree.number("generation")))
        .orElse(new Published(-1, 0));
  }

  void write(Published published) {
    CheckpointFile.write(
        path.resolve(PUBLISHED),
        new JsonTree()
            .put("format", FORMAT)
            .put("batch", published.batch())
            .put("generation", published.generation()));
  }

  /** The last batch to keep, if going back to it was begun and not finished. */
  Optional<Long> rewind() {
    return read(path.resolve(REWIND), tree -> tree.number("last"));
  }

  void writeRewind(long lastBatch) {
    CheckpointFile.write(
        path.resolve(REWIND), new JsonTree().put("format", FORMAT).put("last", lastBatch));
  }

  void deleteRewind() {
    try {
      Files.deleteIfExists(path.resolve(REWIND));
      CheckpointFile.syncDirectory(path);
    } catch (IOException e) {
      throw CheckpointFile.writeFailed(path, e);
    }
  }

  /**
   * Deletes the checkpoint, and the directory if nothing else is in it.
   *
   * @return whether there was one
   * @throws MillraceException CHECKPOINT_IN_USE and those of {@link #find}
   */
  public static boolean delete(Path path, Instant now) {
    if (find(path).isEmpty()) {
      return false;
    }
    try (CheckpointDirectory directory = take(path, now)) {
      // Without its metadata the rest counts as leftovers, should this be cut short.
      Path metadata = path.resolve(METADATA);
      Files.move(metadata, path.resolve(METADATA + CheckpointFile.TEMPORARY));
      directory.deleteContent();
      Files.deleteIfExists(path.resolve(METADATA + CheckpointFile.TEMPORARY));
      // Whoever takes the directory as soon as it is free must find a file of its own.
      Files.deleteIfExists(path.resolve(Lease.PREFIX));
    } catch (IOException e) {
      throw CheckpointFile.writeFailed(path, e);
    }
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      return true;
    } catch (IOException e) {
      throw CheckpointFile.writeFailed(path, e);
    }
    return true;
  }

  private void deleteContent() throws IOException {
    for (String name : List.of(PUBLISHED, REWIND, PLAN, LOG, STATE)) {
      deleteTree(path.resolve(name));
    }
    CheckpointFile.syncDirectory(path);
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(root)) {
      walk.sorted(Comparator.reverseOrder()).forEach(files::add);
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  /** Gives the directory up. May be called twice. */
  @Override
  public void close() {
    lease.close();
  }
}
