package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.SourceState;
import io.millrace.api.error.ErrorCode;
import io.millrace.connector.format.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The files of a source in the order in which it takes them. A place in it is a number of files.
 * Files behind what is taken are known but may still change their order.
 *
 * <p>What is taken is put into the source's state at once, so that it becomes durable with the
 * batch that takes it. Entries go only when their file is read for good and too old to be taken
 * again, so that a batch costs what its own files cost.
 */
final class FileLog {
  private final FileSourceOptions options;
  private final FileLister lister;
  private final FileLogState state;
  private final Comparator<TakenFile> order;
  private final Reading reading;

  /** Taken files behind {@link #base}, in order. */
  private final List<TakenFile> taken = new ArrayList<>();

  /** Files found and not yet taken, in order. */
  private final List<TakenFile> waiting = new ArrayList<>();

  /** When each file that was taken was modified, by path or name. */
  private final Map<String, Long> known = new HashMap<>();

  /** Files that are read for good, the oldest first; used if there is a maxFileAge. */
  private final PriorityQueue<Finished> finished =
      new PriorityQueue<>(Comparator.comparingLong(Finished::modified));

  /** Files that a listing has found to be too old, so that the next need not look again. */
  private Set<String> tooOld = new HashSet<>();

  /** The contents of directories that sinks write, as the state has them. */
  private final Map<Path, String> contents = new HashMap<>();

  private List<TakenFile> lastListing = List.of();
  private long base;

  /** Bytes of the files that were taken for this run to read. */
  private long takenBytes;

  private long newest = Long.MIN_VALUE;
  private long oldestAllowed = Long.MIN_VALUE;
  private boolean opened;
  private boolean frozen;

  private record Finished(long modified, long place, String key) {}

  FileLog(FileSourceOptions options, FileLister lister, SourceState state, Reading reading) {
    this.reading = reading;
    this.options = options;
    this.lister = lister;
    this.state = new FileLogState(state, lister.base());
    this.order = options.latestFirst() ? TakenFile.ORDER.reversed() : TakenFile.ORDER;
  }

  /**
   * Takes up what an earlier run has left, at the first call.
   *
   * @param start the place behind which files may be asked for from now on
   */
  void open(long start) {
    if (opened) {
      return;
    }
    opened = true;
    FileLogState.Remembered remembered = state.load();
    boolean cleans = options.clean() != FileSourceOptions.Clean.OFF;
    base = cleans ? Math.min(start, remembered.cleaned().orElse(start)) : start;
    if (cleans) {
      state.cleaned(base);
    }
    for (FileLogState.Placed entry : remembered.files()) {
      remember(entry.file());
      if (entry.place() < base) {
        finish(entry.place(), entry.file());
      } else if (entry.place() == base + taken.size()) {
        taken.add(entry.file());
        takenBytes += entry.place() < start ? 0 : entry.file().size();
      } else {
        throw new IllegalStateException("no file " + (base + taken.size()) + " in the state");
      }
    }
    oldestAllowed = remembered.floor();
    raiseOldestAllowed();
    contents.putAll(remembered.contents());
    lister.resume(remembered.contents());
    if (frozen) {
      arrange();
    }
  }

  private void remember(TakenFile file) {
    known.merge(key(file.path()), file.modified(), Math::max);
    newest = Math.max(newest, file.modified());
  }

  private void finish(long place, TakenFile file) {
    if (options.maxFileAge().isPresent()) {
      finished.add(new Finished(file.modified(), place, key(file.path())));
    }
  }

  private void raiseOldestAllowed() {
    if (options.maxFileAge().isPresent() && newest != Long.MIN_VALUE) {
      oldestAllowed = Math.max(oldestAllowed, newest - options.maxFileAge().get().toMillis());
    }
  }

  /** Looks for new files, unless the end is frozen. */
  void refresh() {
    if (!frozen) {
      list();
      arrange();
    }
  }

  private void list() {
    Set<String> stillTooOld = new HashSet<>();
    try {
      lastListing = lister.list(path -> isSettled(key(path), stillTooOld));
    } catch (IOException e) {
      throw error(ErrorCode.SOURCE_FAILED, options.path(), "listing failed: " + e).cause(e).build();
    }
    tooOld = stillTooOld;
  }

  /** Whether nothing about the file is of interest any more. */
  private boolean isSettled(String key, Set<String> stillTooOld) {
    if (tooOld.contains(key)) {
      stillTooOld.add(key);
      return true;
    }
    return known.containsKey(key);
  }

  /** Puts what the last listing found, and is new, into the order in which it will be taken. */
  private void arrange() {
    waiting.clear();
    Set<String> keys = new HashSet<>();
    lastListing.sort(order);
    for (TakenFile file : lastListing) {
      String key = key(file.path());
      if (known.containsKey(key)) {
        continue;
      }
      if (file.modified() < oldestAllowed) {
        tooOld.add(key);
      } else if (keys.add(key)) {
        waiting.add(file);
      }
    }
    lastListing = List.of();
    long waitingBytes = 0;
    for (TakenFile file : waiting) {
      waitingBytes += file.size();
    }
    reading.found(takenBytes + waitingBytes);
  }

  private String key(Path path) {
    return options.fileNameOnly() ? path.getFileName().toString() : path.toString();
  }

  /** From now on there are no new files. May come before {@link #open}. */
  void freeze() {
    if (!frozen) {
      list();
      frozen = true;
      if (opened) {
        arrange();
      }
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
      state.take(base + taken.size(), file);
      taken.add(file);
      takenBytes += file.size();
      remember(file);
      lister.writtenDirectory(file.path()).ifPresent(this::noteContent);
    }
    next.clear();
    raiseOldestAllowed();
  }

  private void noteContent(Path directory) {
    lister
        .content(directory)
        .ifPresent(
            content -> {
              if (!content.equals(contents.put(directory, content))) {
                state.content(directory, content);
              }
            });
  }

  /** The files between two places. */
  List<TakenFile> files(long start, long end) {
    if (start < base || end > base + taken.size()) {
      throw new IllegalStateException(
          "files " + start + " to " + end + " of " + base + " to " + (base + taken.size()));
    }
    return List.copyOf(taken.subList((int) (start - base), (int) (end - base)));
  }

  /** The files between two places as the state has them; the log itself need not be open. */
  List<TakenFile> remembered(long start, long end) {
    return state.load().files().stream()
        .filter(entry -> entry.place() >= start && entry.place() < end)
        .map(FileLogState.Placed::file)
        .toList();
  }

  /** Ends the reading of files up to a place, and gives them. */
  List<TakenFile> finish(long end) {
    if (end <= base) {
      return List.of();
    }
    List<TakenFile> part = taken.subList(0, (int) (end - base));
    List<TakenFile> done = List.copyOf(part);
    part.clear();
    for (TakenFile file : done) {
      finish(base++, file);
    }
    forgetOld();
    return done;
  }

  /** What is too old to be taken need not be known either. */
  private void forgetOld() {
    boolean forgotten = false;
    while (!finished.isEmpty() && finished.peek().modified() < oldestAllowed) {
      Finished old = finished.remove();
      known.remove(old.key(), old.modified());
      state.forget(old.place());
      forgotten = true;
    }
    if (forgotten) {
      state.floor(oldestAllowed);
    }
  }

  /** Notes that cleanSource has done its work for files up to a place. */
  void cleaned(long end) {
    state.cleaned(end);
  }
}
