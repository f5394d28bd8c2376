package io.millrace.connector.file;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.types.Schema;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The staged files of one batch: one, or one for each directory in which its rows belong. Of many
 * directories only the last few have open files; rows that come for another one later are in a
 * second file.
 */
final class BatchFiles {
  private static final int MOST_OPEN = 64;
  private static final int NONE = -1;

  private final SinkContext context;
  private final StagingArea staging;
  private final long batchId;
  private final boolean gzip;
  private final Optional<PartitionDirectories> directories;
  private final int[] columns;
  private final Schema schema;
  private final Map<Integer, Written> open = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Manifest.Entry> finished = new ArrayList<>();
  private int[] firstRows = {};
  private int fileCount;

  /** A file that is being written, and the name under which it will be seen. */
  private record Written(String name, StagedFile file) {}

  BatchFiles(SinkContext context, StagingArea staging, long batchId, boolean gzip) {
    this.context = context;
    this.staging = staging;
    this.batchId = batchId;
    this.gzip = gzip;
    this.directories =
        context.partitionedBy().isEmpty()
            ? Optional.empty()
            : Optional.of(new PartitionDirectories(context));
    this.columns = PartitionDirectories.inFiles(context);
    this.schema = context.schema().project(columns);
  }

  /** The columns of the files of a sink. */
  static Schema schema(SinkContext context) {
    return context.schema().project(PartitionDirectories.inFiles(context));
  }

  void write(ColumnBatch rows) throws IOException {
    if (directories.isEmpty()) {
      file(0).write(rows);
    } else {
      writeApart(rows.compact(), directories.get());
    }
  }

  /** Writes the rows of one directory after those of the other, each in their order. */
  private void writeApart(ColumnBatch rows, PartitionDirectories apart) throws IOException {
    int size = rows.size();
    int[] numbers = new int[size];
    for (int row = 0; row < size; row++) {
      numbers[row] = apart.find(rows, row);
    }
    if (firstRows.length < apart.count()) {
      firstRows = new int[Math.max(apart.count(), 2 * firstRows.length)];
      Arrays.fill(firstRows, NONE);
    }
    int[] nextRows = new int[size];
    int[] touched = new int[size];
    int count = 0;
    for (int row = size - 1; row >= 0; row--) {
      int number = numbers[row];
      if (firstRows[number] == NONE) {
        touched[count++] = number;
      }
      nextRows[row] = firstRows[number];
      firstRows[number] = row;
    }
    ColumnBatch inFiles = inFiles(rows);
    for (int i = count - 1; i >= 0; i--) {
      StagedFile file = file(touched[i]);
      for (int row = firstRows[touched[i]]; row != NONE; row = nextRows[row]) {
        file.write(inFiles, row);
      }
      firstRows[touched[i]] = NONE;
    }
  }

  private ColumnBatch inFiles(ColumnBatch rows) {
    Column[] kept = new Column[columns.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = rows.column(columns[i]);
    }
    return ColumnBatch.of(schema, rows.size(), kept);
  }

  private StagedFile file(int directory) throws IOException {
    Written known = open.get(directory);
    if (known == null) {
      if (open.size() == MOST_OPEN) {
        int eldest = open.keySet().iterator().next();
        finish(open.remove(eldest));
      }
      known = create(directory);
      open.put(directory, known);
    }
    return known.file();
  }

  private Written create(int directory) throws IOException {
    String ending = context.format().toLowerCase(Locale.ROOT) + (gzip ? ".gz" : "");
    String name = staging.fileName(batchId, fileCount++, ending);
    if (directories.isPresent()) {
      String path = directories.get().path(directory);
      // before the batch is decided: some names cannot be
      try {
        staging.createVisible(path);
      } catch (InvalidPathException e) {
        throw new IOException("no directory can be called " + path + ": " + e.getReason(), e);
      }
      name = path + "/" + name;
    }
    int buffer = directories.isPresent() ? StagedFile.ONE_OF_MANY : StagedFile.ONE;
    return new Written(
        name,
        new StagedFile(staging.staged(name), FileFormats.writer(context, schema), gzip, buffer));
  }

  private void finish(Written ended) throws IOException {
    try (StagedFile file = ended.file()) {
      file.finish();
      finished.add(new Manifest.Entry(ended.name(), file.rows(), file.bytes()));
    }
  }

  /** Makes everything that was written durable. */
  List<Manifest.Entry> finish() throws IOException {
    while (!open.isEmpty()) {
      finish(open.remove(open.keySet().iterator().next()));
    }
    return finished;
  }

  /** Closes files that were not finished. */
  void abandon() throws IOException {
    while (!open.isEmpty()) {
      open.remove(open.keySet().iterator().next()).file().close();
    }
  }
}
