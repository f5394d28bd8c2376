package io.millrace.tests.table;

import io.millrace.api.Millrace;
import io.millrace.api.function.FlatMapFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.function.MapGroupsWithStateFunction;
import io.millrace.api.function.Tuple2;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.Row;
import io.millrace.api.table.functions;
import java.io.Serializable;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The programs that everybody writes first with Structured Streaming, in its own words: the imports
 * and the session are all that is Millrace's.
 */
final class SparkPrograms {
  private SparkPrograms() {}

  /** Counts words that come over the network. */
  static Dataset<Row> networkWordCount(Millrace millrace, String host, int port) {
    Dataset<Row> lines =
        millrace.readStream().format("socket").option("host", host).option("port", port).load();
    Dataset<String> words =
        lines
            .as(Encoders.STRING())
            .flatMap(
                (FlatMapFunction<String, String>) x -> Arrays.asList(x.split(" ")).iterator(),
                Encoders.STRING());
    return words.groupBy("value").count();
  }

  /** Counts words that come over the network in sliding windows of the time at which they came. */
  static Dataset<Row> windowedWordCount(
      Millrace millrace, String host, int port, String windowDuration, String slideDuration) {
    Dataset<Row> lines =
        millrace
            .readStream()
            .format("socket")
            .option("host", host)
            .option("port", port)
            .option("includeTimestamp", true)
            .load();
    Dataset<Row> words =
        lines
            .as(Encoders.tuple(Encoders.STRING(), Encoders.TIMESTAMP()))
            .flatMap(
                (FlatMapFunction<Tuple2<String, Timestamp>, Tuple2<String, Timestamp>>)
                    line -> {
                      List<Tuple2<String, Timestamp>> result = new ArrayList<>();
                      for (String word : line._1.split(" ")) {
                        result.add(new Tuple2<>(word, line._2));
                      }
                      return result.iterator();
                    },
                Encoders.tuple(Encoders.STRING(), Encoders.TIMESTAMP()))
            .toDF("word", "timestamp");
    return words
        .groupBy(
            functions.window(words.col("timestamp"), windowDuration, slideDuration),
            words.col("word"))
        .count()
        .orderBy("window");
  }

  /** Follows sessions: how many events each has had, as long as it is not quiet for too long. */
  static Dataset<SessionUpdate> sessions(Millrace millrace, String host, int port) {
    Dataset<Row> lines =
        millrace
            .readStream()
            .format("socket")
            .option("host", host)
            .option("port", port)
            .option("includeTimestamp", true)
            .load();
    Dataset<Event> events =
        lines
            .withColumnRenamed("value", "sessionId")
            .select("sessionId", "timestamp")
            .as(Encoders.bean(Event.class));
    MapGroupsWithStateFunction<String, Event, SessionInfo, SessionUpdate> update =
        (sessionId, values, state) -> {
          if (state.hasTimedOut()) {
            SessionUpdate finalUpdate = update(sessionId, state.get(), true);
            state.remove();
            return finalUpdate;
          }
          SessionInfo session = state.exists() ? state.get() : new SessionInfo();
          for (Iterator<Event> it = values; it.hasNext(); ) {
            session.setNumEvents(session.getNumEvents() + 1);
            it.next();
          }
          state.update(session);
          state.setTimeoutDuration("10 minutes");
          return update(sessionId, session, false);
        };
    return events
        .groupByKey((MapFunction<Event, String>) Event::getSessionId, Encoders.STRING())
        .mapGroupsWithState(
            update,
            Encoders.bean(SessionInfo.class),
            Encoders.bean(SessionUpdate.class),
            GroupStateTimeout.ProcessingTimeTimeout());
  }

  private static SessionUpdate update(String id, SessionInfo session, boolean expired) {
    SessionUpdate update = new SessionUpdate();
    update.setId(id);
    update.setNumEvents(session.getNumEvents());
    update.setExpired(expired);
    return update;
  }

  /** What comes. */
  public static class Event implements Serializable {
    private String sessionId;
    private Timestamp timestamp;

    public String getSessionId() {
      return sessionId;
    }

    public void setSessionId(String sessionId) {
      this.sessionId = sessionId;
    }

    public Timestamp getTimestamp() {
      return timestamp;
    }

    public void setTimestamp(Timestamp timestamp) {
      this.timestamp = timestamp;
    }
  }

  /** What is remembered of a session. */
  public static class SessionInfo implements Serializable {
    private int numEvents;

    public int getNumEvents() {
      return numEvents;
    }

    public void setNumEvents(int numEvents) {
      this.numEvents = numEvents;
    }
  }

  /** What is told of a session. */
  public static class SessionUpdate implements Serializable {
    private String id;
    private int numEvents;
    private boolean expired;

    public String getId() {
      return id;
    }

    public void setId(String id) {
      this.id = id;
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
}
