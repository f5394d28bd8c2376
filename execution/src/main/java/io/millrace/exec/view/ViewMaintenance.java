package io.millrace.exec.view;

import io.millrace.api.connector.VersionedTable;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.query.Closing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The views over tables of one session. Whoever makes a new version of a table carries it to every
 * view behind the table, each by one batch and behind those that it reads, before the call returns
 * that made the version. Who reads several views and tables sees all of them at one moment.
 *
 * <p>Thread-safe: one thread at a time carries changes, and a change that another thread makes
 * meanwhile waits for it.
 */
public final class ViewMaintenance implements AutoCloseable {
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, KeptView> views = new LinkedHashMap<>();
  private final Map<VersionedTable, KeptView> contents = new IdentityHashMap<>();
  private final Map<VersionedTable, BaseTable> bases = new IdentityHashMap<>();

  /** Views that follow streams, kept by queries of their own: tables to the views behind them. */
  private final Map<String, Streamed> streamed = new LinkedHashMap<>();

  /** Views that may have something to take, in the order in which they were made. */
  private final TreeSet<KeptView> due = new TreeSet<>(Comparator.comparingLong(KeptView::order));

  private long made;
  private int held;
  private boolean carrying;

  /**
   * No views yet.
   *
   * @param clock processing time
   */
  public ViewMaintenance(InstantSource clock) {
    this.clock = clock;
  }

  /** A table that is no content of a view of ours, and the views that read it. */
  private final class BaseTable {
    private final VersionedTable table;
    private final VersionedTable.Follower follower;
    private final Set<KeptView> readers = new LinkedHashSet<>();
    private long seen;

    BaseTable(VersionedTable table) {
      this.table = table;
      this.follower = table.follow(this::changed);
      this.seen = table.version();
    }

    private void changed() {
      locked(
          () -> {
            note();
            carry();
            return null;
          });
    }

    /** Makes its readers due if it has changed; they read its changes themselves. */
    boolean note() {
      long version = table.version();
      if (version == seen) {
        return false;
      }
      seen = version;
      follower.release(version);
      due.addAll(readers);
      return true;
    }
  }

  /**
   * @param views over tables that it reads
   */
  private record Streamed(
      String name,
      VersionedTable content,
      List<KeptView> views,
      Supplier<Optional<MillraceException>> failure) {}

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Whether there are none, so that nobody needs to ask anything here. */
  public boolean isEmpty() {
    return locked(views::isEmpty);
  }

  /**
   * Makes a view and computes its rows; from then on it follows its tables.
   *
   * <p>A view of that name is forgotten, if this one can be made.
   *
   * @throws MillraceException if its query fails over what the tables hold
   */
  public void create(ViewSpec spec) {
    locked(
        () -> {
          catchUp();
          List<KeptView> read = kept(spec.inputs());
          read.forEach(this::heal);
          read.forEach(this::expectWell);
          KeptView view = new KeptView(spec, made++, read, clock);
          try {
            view.begin();
          } catch (RuntimeException | Error e) {
            close(view, e);
            throw e;
          }
          forget(spec.name());
          add(view);
          // a table may have changed before it was watched
          due.add(view);
          carry();
          return null;
        });
  }

  private static void close(KeptView view, Throwable reason) {
    try {
      view.close();
    } catch (RuntimeException | Error e) {
      reason.addSuppressed(e);
    }
  }

  private void add(KeptView view) {
    views.put(key(view.spec().name()), view);
    contents.put(view.spec().content(), view);
    view.views().forEach(input -> input.readers().add(view));
    for (VersionedTable input : view.spec().inputs()) {
      if (!contents.containsKey(input)) {
        bases.computeIfAbsent(input, BaseTable::new).readers.add(view);
      }
    }
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * Says of a view that a query of its own keeps it.
   *
   * @param inputs the tables that it reads, the contents of other views among them
   * @param failure what has ended the query, if something has
   */
  public void announce(
      String name,
      VersionedTable content,
      List<VersionedTable> inputs,
      Supplier<Optional<MillraceException>> failure) {
    locked(() -> streamed.put(key(name), new Streamed(name, content, kept(inputs), failure)));
  }

  private List<KeptView> kept(List<VersionedTable> inputs) {
    List<KeptView> kept = new ArrayList<>();
    for (VersionedTable input : inputs) {
      Optional.ofNullable(contents.get(input)).ifPresent(kept::add);
    }
    return kept;
  }

  /** Forgets a view; nothing reads it any more. */
  public void drop(String name) {
    locked(
        () -> {
          forget(name);
          return null;
        });
  }

  private void forget(String name) {
    streamed.remove(key(name));
    Optional.ofNullable(views.remove(key(name))).ifPresent(this::remove);
  }

  private void remove(KeptView view) {
    contents.remove(view.spec().content());
    due.remove(view);
    view.views().forEach(input -> input.readers().remove(view));
    for (VersionedTable input : view.spec().inputs()) {
      BaseTable base = bases.get(input);
      if (base != null && base.readers.remove(view) && base.readers.isEmpty()) {
        bases.remove(input);
        base.follower.close();
      }
    }
    view.close();
  }

  /**
   * Makes changes of several tables, which reach the views as one.
   *
   * @param changes of tables, by the calling thread
   */
  public <T> T together(Supplier<T> changes) {
    return locked(
        () -> {
          held++;
          try {
            return changes.get();
          } finally {
            held--;
            carry();
          }
        });
  }

  /**
   * Reads while nothing is carried: what is read of views and of tables belongs together.
   *
   * @param read names of what is read; those that are no views of ours are of no interest
   * @throws MillraceException what keeps one of the views from having rows
   */
  public <T> T reading(Collection<String> read, Supplier<T> reader) {
    return locked(
        () -> {
          if (!views.isEmpty() || !streamed.isEmpty()) {
            catchUp();
            read.forEach(this::expectRows);
          }
          return reader.get();
        });
  }

  /** As for a reader that would read it now: computes it again if it failed and now may not. */
  public void expectWell(String name) {
    reading(List.of(name), () -> name);
  }

  /** What keeps a view from having rows, itself or another one that it reads. */
  public Optional<MillraceException> failure(String name) {
    return locked(
        () ->
            streamed.containsKey(key(name))
                ? failure(streamed.get(key(name)))
                : Optional.ofNullable(views.get(key(name))).flatMap(this::failure));
  }

  private Optional<MillraceException> failure(Streamed view) {
    Optional<MillraceException> ended =
        view.failure()
            .get()
            .map(
                failure ->
                    failure.withDetail(
                        "materialized view " + view.name() + " ended with it, and has no rows"));
    for (KeptView input : view.views()) {
      ended = ended.or(() -> failure(input).map(f -> readBy(view.name(), input.spec().name(), f)));
    }
    return ended;
  }

  /** What a view has done; empty if it is none over tables. */
  public Optional<ViewFacts> facts(String name) {
    return locked(() -> Optional.ofNullable(views.get(key(name))).map(KeptView::facts));
  }

  private Optional<MillraceException> failure(KeptView view) {
    if (view.failure().isPresent()) {
      return view.failure();
    }
    for (KeptView input : view.views()) {
      Optional<MillraceException> failure = failure(input);
      if (failure.isPresent()) {
        return Optional.of(readBy(view.spec().name(), input.spec().name(), failure.get()));
      }
    }
    for (Streamed input : streamed.values()) {
      if (view.spec().inputs().contains(input.content()) && failure(input).isPresent()) {
        return Optional.of(readBy(view.spec().name(), input.name(), failure(input).get()));
      }
    }
    return Optional.empty();
  }

  private static MillraceException readBy(String view, String input, MillraceException failure) {
    return failure.withDetail("materialized view " + view + " reads " + input);
  }

  private void expectRows(String name) {
    Streamed stream = streamed.get(key(name));
    if (stream != null) {
      stream.views().forEach(this::heal);
      Optional<MillraceException> failure = failure(stream);
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
    Optional.ofNullable(views.get(key(name))).ifPresent(this::expectWell);
  }

  private void expectWell(KeptView view) {
    if (failure(view).isPresent()) {
      heal(view);
    }
    Optional<MillraceException> failure = failure(view);
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** Computes again what has failed, inputs first. */
  private void heal(KeptView view) {
    view.views().forEach(this::heal);
    carry();
    if (view.heal()) {
      due.addAll(view.readers());
      carry();
    }
  }

  /** Waits until nothing is under way: what every table holds now has reached the views. */
  private void catchUp() {
    boolean changed = true;
    while (changed && held == 0) {
      changed = false;
      for (BaseTable base : bases.values()) {
        changed |= base.note();
      }
      carry();
    }
  }

  /** Lets every view that is due take what has changed, each behind those that it reads. */
  private void carry() {
    if (carrying || held > 0) {
      return;
    }
    carrying = true;
    try {
      while (!due.isEmpty()) {
        KeptView next = due.pollFirst();
        if (next.follow()) {
          due.addAll(next.readers());
        }
      }
    } finally {
      carrying = false;
    }
  }

  @Override
  public void close() {
    locked(
        () -> {
          Closing closing = new Closing();
          views.values().forEach(view -> closing.close(view::close));
          bases.values().forEach(base -> closing.close(base.follower));
          views.clear();
          contents.clear();
          bases.clear();
          closing.end();
          return null;
        });
  }
}
