package io.millrace.exec.session.query;

import io.millrace.api.StatementResult.Changes.Step;
import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Sink;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The sinks of queries that a program reads. */
final class ResultSink implements Sink {
  private static final String DESCRIPTION = "result";

  /** What becomes of a piece of output. */
  private interface Delivery {
    /** The piece was written. */
    default void written(long batchId, ChangeBatch changes) {}

    /** The batch with these pieces is decided. */
    default void published(long batchId, List<ChangeBatch> pieces) {}
  }

  private final Delivery delivery;
  private final boolean keeps;
  private List<ChangeBatch> pieces = new ArrayList<>();

  private ResultSink(Delivery delivery, boolean keeps) {
    this.delivery = delivery;
    this.keeps = keeps;
  }

  /** Hands rows on as soon as they are written, so that no result must fit into memory. */
  static ResultSink rows(ResultQueue<ColumnBatch> queue) {
    return new ResultSink(
        new Delivery() {
          @Override
          public void written(long batchId, ChangeBatch changes) {
            queue.put(changes.rows());
          }
        },
        false);
  }

  /** Hands changes on when their batch is decided. */
  static ResultSink changes(ResultQueue<Step> queue) {
    return new ResultSink(
        new Delivery() {
          @Override
          public void published(long batchId, List<ChangeBatch> pieces) {
            put(queue, batchId, pieces);
          }
        },
        true);
  }

  /** Hands the whole result on behind each batch; an empty one is news too. */
  static ResultSink wholes(ResultQueue<Step> queue, Schema schema) {
    ChangeBatch nothing = ChangeBatch.inserts(new BatchBuilder(schema).build());
    return new ResultSink(
        new Delivery() {
          @Override
          public void published(long batchId, List<ChangeBatch> pieces) {
            put(queue, batchId, pieces.isEmpty() ? List.of(nothing) : pieces);
          }
        },
        true);
  }

  private static void put(ResultQueue<Step> queue, long batchId, List<ChangeBatch> pieces) {
    for (int i = 0; i < pieces.size(); i++) {
      queue.put(new Step(batchId, pieces.get(i), i == pieces.size() - 1));
    }
  }

  /** Takes the rows of the newest batch, each time all of them. */
  static ResultSink newest(Consumer<List<ChangeBatch>> reader) {
    return new ResultSink(
        new Delivery() {
          @Override
          public void published(long batchId, List<ChangeBatch> pieces) {
            reader.accept(pieces);
          }
        },
        true);
  }

  /** Takes everything and keeps nothing. */
  static ResultSink discarding() {
    return new ResultSink(new Delivery() {}, false);
  }

  @Override
  public String description() {
    return DESCRIPTION;
  }

  @Override
  public Writer begin(long batchId) {
    pieces = new ArrayList<>();
    return new Writer() {
      @Override
      public void write(ChangeBatch changes) {
        delivery.written(batchId, changes);
        if (keeps) {
          pieces.add(changes);
        }
      }

      @Override
      public String prepare() {
        return "";
      }

      @Override
      public void abort() {
        pieces = new ArrayList<>();
      }
    };
  }

  @Override
  public void publish(long batchId, String manifest) {
    delivery.published(batchId, pieces);
    pieces = new ArrayList<>();
  }

  @Override
  public void close() {}
}
