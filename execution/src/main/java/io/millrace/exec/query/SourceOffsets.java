package io.millrace.exec.query;

import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far each source of a query has been read, and what the sources have been told of it. */
final class SourceOffsets {
  private final List<OpenSource> sources;
  private final Activity activity;
  private List<Optional<Offset>> read;
  private List<Optional<Offset>> decided;
  private final List<Optional<Offset>> committed = new ArrayList<>();

  /** Sources that have not been read. */
  SourceOffsets(List<OpenSource> sources, Activity activity) {
    this.sources = sources;
    this.activity = activity;
    List<Optional<Offset>> nowhere = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      nowhere.add(Optional.empty());
      committed.add(Optional.empty());
    }
    this.read = nowhere;
    this.decided = nowhere;
  }

  /** Up to where they have been read, in the order of the sources. */
  List<Optional<Offset>> read() {
    return read;
  }

  /** Up to where what was read is decided. */
  List<Optional<Offset>> decided() {
    return decided;
  }

  /** Takes note of a batch that has been run. */
  void advance(List<Optional<Offset>> ends) {
    read = List.copyOf(ends);
  }

  /** Everything that was read has happened. */
  void decide() {
    decided = read;
  }

  /** Up to where a batch that begins now may read. */
  List<Optional<Offset>> latest(boolean limited) {
    List<Optional<Offset>> ends = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      activity.gettingOffsets(i);
      Optional<Offset> end = sources.get(i).source().latestOffset(read.get(i), limited);
      ends.add(end.isPresent() ? end : read.get(i));
    }
    return ends;
  }

  /** What the sources could give without limits. */
  List<Optional<Offset>> newest() {
    List<Optional<Offset>> newest = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Optional<Offset> last = sources.get(i).source().newestOffset(read.get(i));
      newest.add(last.isPresent() ? last : read.get(i));
    }
    return newest;
  }

  /** Readers of the sources that have new rows up to there, by id. */
  Map<String, ChunkReader> open(List<Optional<Offset>> ends) {
    Map<String, ChunkReader> readers = new LinkedHashMap<>();
    try {
      for (int i = 0; i < sources.size(); i++) {
        Optional<Offset> end = ends.get(i);
        if (end.isPresent() && !end.equals(read.get(i))) {
          OpenSource source = sources.get(i);
          readers.put(source.id(), source.source().read(read.get(i), end.get()));
        }
      }
      return readers;
    } catch (RuntimeException | Error e) {
      Closing closing = new Closing();
      readers.values().forEach(closing::close);
      throw e;
    }
  }

  /** Tells the sources that nobody will read again what lies before. */
  void commit(List<Optional<Offset>> ends) {
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).replays()) {
        commit(i, ends.get(i));
      }
    }
  }

  /** Tells the sources that give nothing twice that what was read is read. */
  void commitUnreplayable() {
    for (int i = 0; i < sources.size(); i++) {
      if (!sources.get(i).replays()) {
        commit(i, read.get(i));
      }
    }
  }

  private void commit(int source, Optional<Offset> end) {
    if (end.isPresent() && !end.equals(committed.get(source))) {
      sources.get(source).source().commit(end.get());
      committed.set(source, end);
    }
  }
}
