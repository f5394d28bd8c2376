package io.millrace.tests.typed;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.function.FlatMapFunction;
import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.function.MapGroupsWithStateFunction;
import io.millrace.api.state.GroupState;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.Row;
import java.io.Serializable;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Sessions of words, in the two ways in which Spark's users know them: with one running session a
 * word, by processing time, and with several sessions a word that rows may join in any order, by
 * event time. Beside the imports nothing here is Millrace's own.
 */
final class StructuredSessionization {
  private StructuredSessionization() {}

  /** A word and when it came. */
  public static class Event implements Serializable {
    private static final long serialVersionUID = 1;
    private String sessionId;
    private Timestamp timestamp;

    public Event() {}

    public Event(String sessionId, Timestamp timestamp) {
      this.sessionId = sessionId;
      this.timestamp = timestamp;
    }

    public Timestamp getTimestamp() {
      return timestamp;
    }

    public void setTimestamp(Timestamp timestamp) {
      this.timestamp = timestamp;
    }

    public String getSessionId() {
      return sessionId;
    }

    public void setSessionId(String sessionId) {
      this.sessionId = sessionId;
    }
  }

  /** What is remembered of a session. */
  public static class SessionInfo implements Serializable {
    private static final long serialVersionUID = 1;
    private int numEvents = 0;
    private long startTimestampMs = -1;
    private long endTimestampMs = -1;

    public int getNumEvents() {
      return numEvents;
    }

    public void setNumEvents(int numEvents) {
      this.numEvents = numEvents;
    }

    public long getStartTimestampMs() {
      return startTimestampMs;
    }

    public void setStartTimestampMs(long startTimestampMs) {
      this.startTimestampMs = startTimestampMs;
    }

    public long getEndTimestampMs() {
      return endTimestampMs;
    }

    public void setEndTimestampMs(long endTimestampMs) {
      this.endTimestampMs = endTimestampMs;
    }

    public long calculateDuration() {
      return endTimestampMs - startTimestampMs;
    }
  }

  /** What is told of a session. */
  public static class SessionUpdate implements Serializable {
    private static final long serialVersionUID = 1;
    private String id;
    private long durationMs;
    private int numEvents;
    private boolean expired;

    public SessionUpdate() {}

    public SessionUpdate(String id, long durationMs, int numEvents, boolean expired) {
      this.id = id;
      this.durationMs = durationMs;
      this.numEvents = numEvents;
      this.expired = expired;
    }

    public String getId() {
      return id;
    }

    public void setId(String id) {
      this.id = id;
    }

    public long getDurationMs() {
      return durationMs;
    }

    public void setDurationMs(long durationMs) {
      this.durationMs = durationMs;
    }

    public int getNumEvents() {
      return numEvents;
    }

    public void setNumEvents(int numEvents) {
      this.numEvents = numEvents;
    }

    public boolean isExpired() {
      return expired;
    }

    public void setExpired(boolean expired) {
      this.expired = expired;
    }
  }

  /** All open sessions of a word. */
  public static class Sessions implements Serializable {
    private static final long serialVersionUID = 1;
    private List<SessionInfo> sessions = new ArrayList<>();

    public List<SessionInfo> getSessions() {
      return sessions;
    }

    public void setSessions(List<SessionInfo> sessions) {
      this.sessions = sessions;
    }
  }

  private static Dataset<Event> events(Dataset<Row> lines) {
    FlatMapFunction<Row, Event> linesToEvents =
        row -> {
          ArrayList<Event> eventList = new ArrayList<>();
          for (String word : row.getString(0).split(" ")) {
            eventList.add(new Event(word, row.getTimestamp(1)));
          }
          return eventList.iterator();
        };
    return lines.flatMap(linesToEvents, Encoders.bean(Event.class));
  }

  /** One running session a word, which ends ten seconds after its last row came. */
  static Dataset<SessionUpdate> byProcessingTime(Dataset<Row> lines) {
    MapGroupsWithStateFunction<String, Event, SessionInfo, SessionUpdate> stateUpdateFunc =
        new MapGroupsWithStateFunction<String, Event, SessionInfo, SessionUpdate>() {
          @Override
          public SessionUpdate call(
              String sessionId, Iterator<Event> events, GroupState<SessionInfo> state) {
            if (state.hasTimedOut()) {
              SessionUpdate finalUpdate =
                  new SessionUpdate(
                      sessionId, state.get().calculateDuration(), state.get().getNumEvents(), true);
              state.remove();
              return finalUpdate;
            }
            SessionInfo session = state.exists() ? state.get() : new SessionInfo();
            while (events.hasNext()) {
              long timestampMs = events.next().getTimestamp().getTime();
              if (session.getNumEvents() == 0) {
                session.setStartTimestampMs(timestampMs);
                session.setEndTimestampMs(timestampMs);
              }
              session.setStartTimestampMs(Math.min(session.getStartTimestampMs(), timestampMs));
              session.setEndTimestampMs(Math.max(session.getEndTimestampMs(), timestampMs));
              session.setNumEvents(session.getNumEvents() + 1);
            }
            state.update(session);
            state.setTimeoutDuration("10 seconds");
            return new SessionUpdate(
                sessionId, state.get().calculateDuration(), state.get().getNumEvents(), false);
          }
        };
    return events(lines)
        .groupByKey((MapFunction<Event, String>) event -> event.getSessionId(), Encoders.STRING())
        .mapGroupsWithState(
            stateUpdateFunc,
            Encoders.bean(SessionInfo.class),
            Encoders.bean(SessionUpdate.class),
            GroupStateTimeout.ProcessingTimeTimeout());
  }

  private static final long GAP_MS = 5_000;

  private static List<SessionInfo> merged(List<SessionInfo> sessions) {
    sessions.sort(Comparator.comparingLong(SessionInfo::getStartTimestampMs));
    List<SessionInfo> merged = new ArrayList<>();
    for (SessionInfo session : sessions) {
      SessionInfo last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && session.getStartTimestampMs() <= last.getEndTimestampMs()) {
        last.setNumEvents(last.getNumEvents() + session.getNumEvents());
        last.setEndTimestampMs(Math.max(last.getEndTimestampMs(), session.getEndTimestampMs()));
      } else {
        merged.add(session);
      }
    }
    return merged;
  }

  /** All sessions of a word, each of which ends five seconds behind its newest row. */
  static Dataset<SessionUpdate> byEventTime(Dataset<Row> lines) {
    FlatMapGroupsWithStateFunction<String, Event, Sessions, SessionUpdate> stateUpdateFunc =
        (word, events, state) -> {
          List<SessionInfo> sessions = new ArrayList<>();
          if (state.exists()) {
            sessions.addAll(state.get().getSessions());
          }
          while (events.hasNext()) {
            long timestampMs = events.next().getTimestamp().getTime();
            SessionInfo session = new SessionInfo();
            session.setNumEvents(1);
            session.setStartTimestampMs(timestampMs);
            session.setEndTimestampMs(timestampMs + GAP_MS);
            sessions.add(session);
          }
          sessions = merged(sessions);
          List<SessionUpdate> evicted = new ArrayList<>();
          Iterator<SessionInfo> iterator = sessions.iterator();
          while (iterator.hasNext()) {
            SessionInfo session = iterator.next();
            if (session.getEndTimestampMs() < state.getCurrentWatermarkMs()) {
              evicted.add(
                  new SessionUpdate(
                      word, session.calculateDuration(), session.getNumEvents(), true));
              iterator.remove();
            }
          }
          if (sessions.isEmpty()) {
            state.remove();
          } else {
            Sessions newState = new Sessions();
            newState.setSessions(sessions);
            state.update(newState);
            state.setTimeoutTimestamp(
                Collections.min(sessions, Comparator.comparingLong(SessionInfo::getEndTimestampMs))
                    .getEndTimestampMs());
          }
          return evicted.iterator();
        };
    return events(lines)
        .withWatermark("timestamp", "0 seconds")
        .groupByKey((MapFunction<Event, String>) Event::getSessionId, Encoders.STRING())
        .flatMapGroupsWithState(
            stateUpdateFunc,
            OutputMode.Append(),
            Encoders.bean(Sessions.class),
            Encoders.bean(SessionUpdate.class),
            GroupStateTimeout.EventTimeTimeout());
  }
}
