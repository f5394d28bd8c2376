package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a source in the order in which it takes them. A place in it is a number of files.
 * Files behind what is taken are known but may still change their order. Files that are read for
 * good are forgotten, except that they are known.
 */
final class FileLog {
  private final FileSourceOptions options;
  private final FileLister lister;
  private final Comparator<TakenFile> order;

  /** Taken files behind {@link #base}, in order. */
  private final List<TakenFile> taken = new ArrayList<>();

  /** Files found and not yet taken, in order. */
  private final List<TakenFile> waiting = new ArrayList<>();

  /** When each file that was taken was modified, by path or name. */
  private final Map<String, Long> known = new HashMap<>();

  private long base;
  private long newest = Long.MIN_VALUE;
  private long oldestAllowed = Long.MIN_VALUE;
  private boolean frozen;

  FileLog(FileSourceOptions options, FileLister lister) {
    this.options = options;
    this.lister = lister;
    this.order = options.latestFirst() ? TakenFile.ORDER.reversed() : TakenFile.ORDER;
  }

  /** Looks for new files, unless the end is frozen. */
  void refresh() {
    if (frozen) {
      return;
    }
    List<TakenFile> found;
    try {
      found = lister.list();
    } catch (IOException e) {
      throw error(ErrorCode.SOURCE_FAILED, options.path(), "listing failed: " + e).cause(e).build();
    }
    waiting.clear();
    found.sort(order);
    Map<String, Long> names = new HashMap<>();
    for (TakenFile file : found) {
      String key = key(file);
      boolean isNew =
          !known.containsKey(key) && file.modified() >= oldestAllowed && !names.containsKey(key);
      if (isNew) {
        names.put(key, file.modified());
        waiting.add(file);
      }
    }
  }

  private String key(TakenFile file) {
    return options.fileNameOnly() ? file.path().getFileName().toString() : file.path().toString();
  }

  /** From now on there are no new files. */
  void freeze() {
    if (!frozen) {
      refresh();
      frozen = true;
    }
  }

  /** Whether known files wait to be taken. */
  boolean hasWaiting(long start) {
    return start < base + taken.size() || !waiting.isEmpty();
  }

  /** The place behind all known files. */
  long end() {
    return base + taken.size() + waiting.size();
  }

  /** The place up to which one batch may read from a place on. */
  long limit(long start) {
    if (options.maxFiles().isPresent()) {
      return Math.min(end(), start + options.maxFiles().getAsLong());
    }
    if (options.maxBytes().isEmpty()) {
      return end();
    }
    long bytes = 0;
    long place = start;
    while (place < end()) {
      bytes += peek(place).size();
      if (place > start && bytes > options.maxBytes().getAsLong()) {
        break;
      }
      place++;
    }
    return place;
  }

  private TakenFile peek(long place) {
    int index = (int) (place - base);
    return index < taken.size() ? taken.get(index) : waiting.get(index - taken.size());
  }

  /** Fixes the order of files up to a place. */
  void take(long end) {
    int count = (int) (end - base - taken.size());
    if (count <= 0) {
      return;
    }
    List<TakenFile> next = waiting.subList(0, count);
    for (TakenFile file : next) {
      taken.add(file);
      known.put(key(file), file.modified());
      newest = Math.max(newest, file.modified());
    }
    next.clear();
    if (options.maxFileAge().isPresent()) {
      oldestAllowed = Math.max(oldestAllowed, newest - options.maxFileAge().get().toMillis());
      // What is too old to be taken need not be known either.
      known.values().removeIf(modified -> modified < oldestAllowed);
    }
  }

  /** The files between two places. */
  List<TakenFile> files(long start, long end) {
    if (start < base || end > base + taken.size()) {
      throw new IllegalStateException(
          "files " + start + " to " + end + " of " + base + " to " + (base + taken.size()));
    }
    return List.copyOf(taken.subList((int) (start - base), (int) (end - base)));
  }

  /** Forgets the files up to a place and gives them. */
  List<TakenFile> forget(long end) {
    if (end <= base) {
      return List.of();
    }
    List<TakenFile> done = taken.subList(0, (int) (end - base));
    List<TakenFile> copy = List.copyOf(done);
    done.clear();
    base = end;
    return copy;
  }
}
