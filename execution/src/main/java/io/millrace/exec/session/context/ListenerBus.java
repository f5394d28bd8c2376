package io.millrace.exec.session.context;

import io.millrace.api.query.StreamingQueryListener;
import io.millrace.api.query.StreamingQueryListener.Event;
import io.millrace.api.query.StreamingQueryListener.QueryIdleEvent;
import io.millrace.api.query.StreamingQueryListener.QueryProgressEvent;
import io.millrace.api.query.StreamingQueryListener.QueryStartedEvent;
import io.millrace.api.query.StreamingQueryListener.QueryTerminatedEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the events of a session's queries to its listeners: starts at once, everything else in its
 * order on a thread that begins with the first event and ends with the session. Thread-safe.
 */
final class ListenerBus implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerBus.class);
  private static final int MOST_WAITING = 10_000;

  /** How long the end of a session waits for listeners. */
  private static final long PATIENCE_MILLIS = 10_000;

  /** An event, and who listened when it happened. */
  private record Posted(Event event, List<StreamingQueryListener> listeners) {
    boolean mayBeDropped() {
      return event instanceof QueryProgressEvent || event instanceof QueryIdleEvent;
    }
  }

  private final List<StreamingQueryListener> listeners = new CopyOnWriteArrayList<>();
  private final Deque<Posted> waiting = new ArrayDeque<>();
  private @Nullable Thread thread;

  /** Whether the thread looks for events, and finds what is posted. */
  private boolean running;

  private long dropped;
  private boolean closed;

  void add(StreamingQueryListener listener) {
    listeners.add(listener);
  }

  void remove(StreamingQueryListener listener) {
    listeners.remove(listener);
  }

  List<StreamingQueryListener> list() {
    return List.copyOf(listeners);
  }

  boolean hasListeners() {
    return !listeners.isEmpty();
  }

  /** Tells of a start, on this thread. */
  void started(QueryStartedEvent event) {
    tell(new Posted(event, listeners));
  }

  /** Tells of something else, later. */
  void post(Event event) {
    if (hasListeners()) {
      post(new Posted(event, List.copyOf(listeners)));
    }
  }

  private synchronized void post(Posted event) {
    waiting.add(event);
    if (waiting.size() > MOST_WAITING && event.mayBeDropped()) {
      dropOldest();
    }
    if (!running) {
      // behind the end of the session, if a query closes it and ends then itself
      running = true;
      thread = new Thread(this::run, "millrace-listeners");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  private void dropOldest() {
    Iterator<Posted> oldest = waiting.iterator();
    while (!oldest.next().mayBeDropped()) {
      // starts and ends stay
    }
    oldest.remove();
    dropped++;
    if (dropped == 1) {
      LOG.warn("listeners are {} reports behind; they miss the oldest", MOST_WAITING);
    }
  }

  private void run() {
    for (Posted event = take(); event != null; event = take()) {
      tell(event);
    }
  }

  /** The next event; null when there will be none. */
  private synchronized @Nullable Posted take() {
    if (waiting.isEmpty() && dropped > 0) {
      LOG.warn("listeners have missed {} reports", dropped);
      dropped = 0;
    }
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        LOG.debug("a listener has interrupted its own thread", e);
      }
    }
    running = !waiting.isEmpty();
    return waiting.poll();
  }

  private void tell(Posted posted) {
    for (StreamingQueryListener listener : posted.listeners()) {
      if (listeners.contains(listener)) {
        try {
          tell(listener, posted.event());
        } catch (Throwable e) {
          // whatever it is, it is the listener's
          Event event = posted.event();
          LOG.error(
              "listener {} failed on {} of query {}",
              listener.getClass().getName(),
              event.getClass().getSimpleName(),
              event.id(),
              e);
        }
      }
    }
  }

  private static void tell(StreamingQueryListener listener, Event event) {
    if (event instanceof QueryStartedEvent started) {
      listener.onQueryStarted(started);
    } else if (event instanceof QueryProgressEvent progress) {
      listener.onQueryProgress(progress);
    } else if (event instanceof QueryIdleEvent idle) {
      listener.onQueryIdle(idle);
    } else if (event instanceof QueryTerminatedEvent terminated) {
      listener.onQueryTerminated(terminated);
    } else {
      throw new IllegalStateException("unknown event " + event);
    }
  }

  /** Tells what is left to tell, and ends; called when no query runs any more. */
  @Override
  public void close() {
    Thread telling;
    synchronized (this) {
      closed = true;
      telling = thread;
      notifyAll();
    }
    if (telling == null || telling == Thread.currentThread()) {
      return;
    }
    try {
      telling.join(PATIENCE_MILLIS);
      if (telling.isAlive()) {
        LOG.warn("a listener does not return; the session is closed without it");
        telling.interrupt();
      }
    } catch (InterruptedException e) {
      telling.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
