package io.millrace.connector.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.connector.SinkContext.Checkpoint;
import io.millrace.api.connector.Source;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import io.millrace.fault.Crash;
import io.millrace.fault.FaultDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes to a directory of a disk that fails, with one query that has a checkpoint and others that
 * have none, and knows what must be in the directory. The checkpoint is the driver's memory, which
 * nothing happens to.
 */
final class SinkDriver {
  private static final Schema SCHEMA =
      Contexts.schema("part/of", DataType.STRING, "n", DataType.BIGINT);

  private static final String[] PARTS = {null, "", "a/b"};
  private static final String[] DIRECTORIES = {
    "part%2Fof=__HIVE_DEFAULT_PARTITION__", "part%2Fof=", "part%2Fof=a%2Fb"
  };

  /** So that manifests are merged often. */
  private static final int FAN_IN = 3;

  private static final UUID CONTINUED = new UUID(1, 1);

  private final FileConnector connector = new FileConnector();
  private final FaultDisk disk;
  private final Path directory;
  private final OutputMode mode;

  /** Whether rows lie in directories by their part. */
  private final boolean apart;

  private final Random random;
  private Path root;

  /** What is published, batch by batch, by whomsoever. */
  private final List<Batch> published = new ArrayList<>();

  /** The batch of the query with a checkpoint that is decided and perhaps not published. */
  private Optional<Batch> decided = Optional.empty();

  /** A batch of a query without checkpoint that ended while it was published. */
  private Optional<Batch> uncertain = Optional.empty();

  private long nextBatch;
  private long nextRow;
  private int queries;

  private record Batch(long id, String manifest, List<Long> rows) {}

  SinkDriver(FaultDisk disk, Path directory, OutputMode mode, long seed) throws IOException {
    this.disk = disk;
    this.directory = directory;
    this.mode = mode;
    this.random = new Random(seed);
    this.apart = random.nextBoolean();
    this.root = disk.mount();
  }

  void cutPower() throws IOException {
    disk.crash(Crash.POWER_CUT);
    root = disk.mount();
    check();
  }

  /**
   * A process that writes some batches, or as many as the disk lets it.
   *
   * @return how often it changed something on the disk
   */
  long live(Consumer<FaultDisk> trouble, int batches) throws IOException {
    // Of two contents that each replace the other it is not told which one stays.
    boolean mustContinue = mode == OutputMode.COMPLETE && decided.isPresent();
    boolean continued = mustContinue || random.nextInt(3) > 0;
    trouble.accept(disk);
    try {
      live(continued, batches);
    } catch (MillraceException e) {
      disk.note("ends by " + e.getMessage());
    }
    return end();
  }

  /** Processes of both kinds that nothing happens to, after which nothing is left undone. */
  void liveWell() throws IOException {
    if (mode == OutputMode.APPEND) {
      live(false, 1);
      end();
    }
    live(true, 1);
    end();
    assertThat(decided).isEmpty();
  }

  private void live(boolean continued, int batches) {
    try (Sink sink = open(continued)) {
      settleUncertain();
      if (continued) {
        continueWriting(sink, batches);
      } else {
        liveWithoutCheckpoint(sink, batches);
      }
    }
  }

  private long end() throws IOException {
    final long operations = disk.operations();
    root = disk.mount();
    check();
    return operations;
  }

  private Sink open(boolean continued) {
    Checkpoint checkpoint = continued ? Checkpoint.CONTINUED : Checkpoint.NONE;
    SinkContext context =
        Contexts.sink(
            connector,
            "json",
            SCHEMA,
            mode,
            List.of(),
            new Attachment(),
            Contexts.nowhere(),
            "path",
            directory.toString());
    UUID query = continued ? CONTINUED : new UUID(2, queries++);
    return new FileSink(
        Contexts.withQuery(context, query, checkpoint)
            .partitionedBy(apart ? List.of(0) : List.of()),
        new SinkDirectory("out", root.resolve("out")),
        FAN_IN);
  }

  private void continueWriting(Sink sink, int batches) {
    if (decided.isPresent()) {
      publish(sink, decided.get());
    }
    for (int i = 0; i < batches; i++) {
      Batch batch = prepare(sink, nextBatch);
      nextBatch++;
      decided = Optional.of(batch);
      publish(sink, batch);
    }
  }

  private void publish(Sink sink, Batch batch) {
    sink.publish(batch.id, batch.manifest);
    if (decided.isPresent()) {
      published.add(batch);
      decided = Optional.empty();
    }
  }

  private void liveWithoutCheckpoint(Sink sink, int batches) {
    for (int i = 0; i < batches; i++) {
      Batch batch = prepare(sink, i);
      uncertain = Optional.of(batch);
      sink.publish(i, batch.manifest);
      uncertain = Optional.empty();
      published.add(batch);
    }
  }

  private Batch prepare(Sink sink, long id) {
    Sink.Writer writer = sink.begin(id);
    List<Long> rows = new ArrayList<>();
    try {
      for (int piece = random.nextInt(3); piece > 0; piece--) {
        Object[][] values = new Object[1 + random.nextInt(100)][];
        for (int i = 0; i < values.length; i++) {
          rows.add(nextRow);
          values[i] = Rows.row(part(nextRow), nextRow++);
        }
        writer.write(Rows.inserts(SCHEMA, values));
      }
      return new Batch(id, writer.prepare(), rows);
    } catch (MillraceException e) {
      try {
        writer.abort();
      } catch (MillraceException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private static String part(long row) {
    return PARTS[(int) (row % PARTS.length)];
  }

  /** Whoever opens the directory next finishes such a batch, or makes it undone for ever. */
  private void settleUncertain() {
    if (uncertain.isPresent()) {
      boolean there =
          mode == OutputMode.COMPLETE
              ? ranges(content()).equals(expected(List.of(uncertain.get())))
              : content().containsAll(uncertain.get().rows);
      if (there) {
        published.add(uncertain.get());
      }
      uncertain = Optional.empty();
    }
  }

  private List<Long> content() {
    if (!Files.exists(directory.resolve("out"))) {
      return List.of();
    }
    Source source =
        connector.openSource(
            Contexts.source(
                connector, "json", SCHEMA, "path", directory.resolve("out").toString()));
    List<List<Object>> rows = Rows.all(source).rows();
    assertThat(rows)
        .as(disk::history)
        .allSatisfy(row -> assertThat(row.get(0)).isEqualTo(part((Long) row.get(1))));
    return rows.stream().map(row -> (Long) row.get(1)).toList();
  }

  /** Numbers in order, those in a row as one range. */
  private static String ranges(List<Long> numbers) {
    StringBuilder text = new StringBuilder();
    long last = Long.MIN_VALUE;
    for (long number : numbers.stream().sorted().toList()) {
      if (number != last + 1) {
        text.append(last == Long.MIN_VALUE ? "" : last + " ").append(number).append('-');
      }
      last = number;
    }
    return text.append(last == Long.MIN_VALUE ? "" : last).toString();
  }

  /** What is published, without and with others. */
  private List<String> possible(List<Batch> others) {
    List<List<Batch>> possible = new ArrayList<>(List.of(published));
    for (Batch batch : others) {
      for (List<Batch> without : List.copyOf(possible)) {
        List<Batch> with = new ArrayList<>(without);
        with.add(batch);
        possible.add(with);
      }
    }
    return possible.stream().map(this::expected).toList();
  }

  private String expected(List<Batch> batches) {
    Stream<Batch> counting =
        mode == OutputMode.COMPLETE && !batches.isEmpty()
            ? Stream.of(batches.get(batches.size() - 1))
            : batches.stream();
    return ranges(counting.flatMap(batch -> batch.rows.stream()).toList());
  }

  /** What readers see who know of manifests, and who do not. */
  private void check() throws IOException {
    List<Batch> others = new ArrayList<>();
    decided.ifPresent(others::add);
    uncertain.ifPresent(others::add);
    assertThat(ranges(content())).as(disk::history).isIn(possible(others));
    List<Batch> whole = new ArrayList<>(published);
    whole.addAll(others);
    for (Path file : visible()) {
      List<Long> rows =
          Files.readAllLines(file).stream()
              .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .toList();
      String directory = file.getParent().getFileName().toString();
      assertThat(whole)
          .as(disk::history)
          .anyMatch(batch -> inDirectory(batch.rows, directory).equals(rows));
    }
  }

  private List<Long> inDirectory(List<Long> rows, String directory) {
    return rows.stream()
        .filter(row -> !apart || DIRECTORIES[(int) (row % PARTS.length)].equals(directory))
        .toList();
  }

  private List<Path> visible() throws IOException {
    if (!Files.exists(directory.resolve("out"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory.resolve("out"), 2)) {
      return files.filter(file -> file.getFileName().toString().startsWith("part-")).toList();
    }
  }
}
