package io.millrace.exec.query;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.Sink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Remembers what each published batch wrote. */
final class FakeSink implements Sink {
  private final Map<Long, List<Object>> published = new LinkedHashMap<>();
  private final List<Long> aborted = new ArrayList<>();
  private LongConsumer onPublish = batch -> {};
  private Runnable onClose = () -> {};
  private List<Object> staged = new ArrayList<>();
  private int closes;

  FakeSink onPublish(LongConsumer action) {
    onPublish = action;
    return this;
  }

  FakeSink onClose(Runnable action) {
    onClose = action;
    return this;
  }

  /** The rows of each batch. */
  synchronized List<List<Object>> batches() {
    return List.copyOf(published.values());
  }

  /** The numbers of the batches. */
  synchronized List<Long> numbers() {
    return List.copyOf(published.keySet());
  }

  synchronized List<Long> aborted() {
    return List.copyOf(aborted);
  }

  synchronized int closes() {
    return closes;
  }

  @Override
  public String description() {
    return "fake[out]";
  }

  @Override
  public Writer begin(long batchId) {
    List<Object> rows = new ArrayList<>();
    return new Writer() {
      @Override
      public void write(ChangeBatch changes) {
        for (int i = 0; i < changes.size(); i++) {
          rows.add(changes.rows().values(i).get(0));
        }
      }

      @Override
      public String prepare() {
        staged = rows;
        return "";
      }

      @Override
      public void abort() {
        synchronized (FakeSink.this) {
          aborted.add(batchId);
        }
      }
    };
  }

  @Override
  public void publish(long batchId, String manifest) {
    synchronized (this) {
      published.put(batchId, staged);
    }
    onPublish.accept(batchId);
  }

  @Override
  public void close() {
    synchronized (this) {
      closes++;
    }
    onClose.run();
  }
}
