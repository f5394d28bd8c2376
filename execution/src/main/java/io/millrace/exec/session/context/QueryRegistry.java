package io.millrace.exec.session.context;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StreamingQueryException;
import io.millrace.api.error.Suggestions;
import io.millrace.api.query.StreamingQuery;
import io.millrace.exec.query.RunningQuery;
import io.millrace.sql.statement.Identifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The queries of a session by name, in the order of their start. Those that have ended are kept for
 * questions about them until another takes their name. Thread-safe.
 */
public final class QueryRegistry {
  private static final int ENDED_KEPT = 100;

  private final Map<String, QueryEntry> entries = new LinkedHashMap<>();

  /** By run: the how manieth query it is that people see. */
  private final Map<UUID, Integer> numbers = new HashMap<>();

  private int started;

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The name if no active query has it. */
  public synchronized String claim(Identifier name) {
    if (isActive(name.text())) {
      throw error(ErrorCode.QUERY_NAME_IN_USE, name.text())
          .at(name.position())
          .hint("stop it first:  STOP QUERY " + name.text())
          .build();
    }
    return name.text();
  }

  /** A name that no active query has: the wish, or the wish with a number. */
  public synchronized String invent(String wish) {
    String name = wish;
    for (int i = 2; entries.containsKey(key(name)); i++) {
      name = wish + "_" + i;
    }
    return name;
  }

  private boolean isActive(String name) {
    QueryEntry entry = entries.get(key(name));
    return entry != null && entry.query().isActive();
  }

  /** Takes a query, before it starts. */
  public synchronized void add(QueryEntry entry) {
    entries.remove(key(entry.query().name()));
    entries.put(key(entry.query().name()), entry);
    if (entry.listed()) {
      numbers.put(entry.query().runId(), ++started);
    }
    forgetOldest();
  }

  private void forgetOldest() {
    long ended = entries.values().stream().filter(e -> !e.query().isActive()).count();
    Iterator<QueryEntry> oldest = entries.values().iterator();
    while (ended > ENDED_KEPT && oldest.hasNext()) {
      if (!oldest.next().query().isActive()) {
        oldest.remove();
        ended--;
      }
    }
  }

  /** Forgets a query. */
  public synchronized void remove(QueryEntry entry) {
    entries.remove(key(entry.query().name()), entry);
  }

  /** Wakes those who wait for queries to end, and forgets those that nobody asks for. */
  public synchronized void ended() {
    entries.values().removeIf(entry -> !entry.listed() && !entry.query().isActive());
    Set<UUID> known = new HashSet<>();
    entries.values().forEach(entry -> known.add(entry.query().runId()));
    numbers.keySet().retainAll(known);
    notifyAll();
  }

  /** All that people see and that run, in the order of their start. */
  public synchronized List<StreamingQuery> active() {
    List<StreamingQuery> active = new ArrayList<>();
    for (QueryEntry entry : entries.values()) {
      if (entry.listed() && entry.query().isActive()) {
        active.add(entry.query());
      }
    }
    return active;
  }

  /** All that people see, in the order of their start. */
  public synchronized List<QueryEntry> list() {
    return entries.values().stream().filter(QueryEntry::listed).toList();
  }

  /** All that run or have run. */
  public synchronized List<RunningQuery> all() {
    return entries.values().stream().map(QueryEntry::query).toList();
  }

  /** All that run, whether people see them or not. */
  public synchronized List<RunningQuery> running() {
    return entries.values().stream().map(QueryEntry::query).filter(RunningQuery::isActive).toList();
  }

  /** The active queries that read or write that relation. */
  public synchronized Stream<QueryEntry> users(String relation) {
    return List.copyOf(entries.values()).stream()
        .filter(entry -> entry.query().isActive() && entry.uses(relation));
  }

  /** The query of that name, or else with that number. */
  public synchronized Optional<QueryEntry> find(String name) {
    return Optional.ofNullable(entries.get(key(name)))
        .filter(QueryEntry::listed)
        .or(
            () ->
                list().stream().filter(e -> Integer.toString(number(e)).equals(name)).findFirst());
  }

  /** The how manieth query of the session it is, by which statements can name it too. */
  public synchronized int number(QueryEntry entry) {
    return numbers.getOrDefault(entry.query().runId(), 0);
  }

  /**
   * The query of that name.
   *
   * @throws MillraceException QUERY_NOT_FOUND
   */
  public QueryEntry get(Identifier name) {
    return find(name.text()).orElseThrow(() -> notFound(name));
  }

  /** That there is no query of that name. */
  public MillraceException notFound(Identifier name) {
    MillraceException.Builder error =
        error(ErrorCode.QUERY_NOT_FOUND, name.text()).at(name.position());
    List<String> names = list().stream().map(entry -> entry.query().name()).toList();
    Suggestions.nearest(name.text(), names)
        .ifPresent(near -> error.hint("did you mean \"" + near + "\"?"));
    return error
        .hint(
            names.isEmpty()
                ? "no query has been started in this session"
                : "queries: " + String.join(", ", names))
        .build();
  }

  /**
   * Waits until every query has ended.
   *
   * @param timeout at most that long; empty for as long as it takes
   * @return whether all have ended
   * @throws MillraceException the failure of the first that has failed, as soon as it has
   */
  public boolean awaitAll(Optional<Duration> timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.map(Duration::toNanos).orElse(0L);
    synchronized (this) {
      while (true) {
        for (QueryEntry entry : list()) {
          Optional<StreamingQueryException> failure = entry.query().exception();
          if (failure.isPresent() && !entry.awaited()) {
            throw failure.get();
          }
        }
        if (active().isEmpty()) {
          return true;
        }
        if (timeout.isEmpty()) {
          wait();
        } else {
          long remaining = deadline - System.nanoTime();
          if (remaining <= 0) {
            return false;
          }
          TimeUnit.NANOSECONDS.timedWait(this, remaining);
        }
      }
    }
  }
}
