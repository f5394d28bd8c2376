package io.millrace.exec.query;

import io.millrace.api.progress.StreamingQueryStatus;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a query is doing, for whoever asks. Written by the query's thread, read by any. */
final class Activity {
  private static final StreamingQueryStatus INITIALIZING =
      new StreamingQueryStatus("Initializing sources", false, false);
  private static final StreamingQueryStatus CLEANING =
      new StreamingQueryStatus("No new data but cleaning up state", false, true);
  private static final StreamingQueryStatus PROCESSING =
      new StreamingQueryStatus("Processing new data", true, true);
  private static final StreamingQueryStatus WAITING_FOR_DATA =
      new StreamingQueryStatus("Waiting for data to arrive", false, false);
  private static final StreamingQueryStatus WAITING_FOR_TRIGGER =
      new StreamingQueryStatus("Waiting for next trigger", false, false);

  private final List<OpenSource> sources;
  private volatile StreamingQueryStatus status = INITIALIZING;

  Activity(List<OpenSource> sources) {
    this.sources = sources;
  }

  StreamingQueryStatus status() {
    return status;
  }

  /** The same in more words: what is waited for, and no word of the looking for it in between. */
  String words() {
    StreamingQueryStatus now = status;
    if (now == INITIALIZING) {
      return "opening sources";
    } else if (now == WAITING_FOR_TRIGGER) {
      return "waiting for the next trigger";
    } else if (now == PROCESSING || now == CLEANING || now.isDataAvailable() || sources.isEmpty()) {
      return now.message().substring(0, 1).toLowerCase(Locale.ROOT) + now.message().substring(1);
    }
    return "waiting for data from "
        + sources.stream().map(s -> s.source().awaited()).collect(Collectors.joining(" and "));
  }

  /** A source is asked what it has; until it is known, there is data if there was before. */
  void gettingOffsets(int source) {
    boolean data = status.isDataAvailable();
    String message = "Getting offsets from " + sources.get(source).source().description();
    status = new StreamingQueryStatus(message, data, true);
  }

  void running(boolean hasData) {
    status = hasData ? PROCESSING : CLEANING;
  }

  void writingOffsets() {
    status = new StreamingQueryStatus("Writing offsets to log", status.isDataAvailable(), true);
  }

  void waitingForData() {
    status = WAITING_FOR_DATA;
  }

  void waitingForTrigger() {
    status = WAITING_FOR_TRIGGER;
  }
}
