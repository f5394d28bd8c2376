package io.millrace.exec.query;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Sink;
import io.millrace.exec.build.ChangeConsumer;
import io.millrace.exec.changelog.ChangeEncoder;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The way of a query's output through the encoder to the sink, and what is one batch to the sink:
 * an epoch with all its batches, or each of them.
 *
 * <p>For each batch of an epoch: {@link #begin}, {@link #accept} for every piece, {@link #end},
 * {@link #show}. For the epoch: {@link #prepare}, {@link #seal}, {@link #publish}. Instead of any
 * of them, {@link #abort}.
 */
abstract sealed class SinkDelivery implements ChangeConsumer {
  private final ChangeEncoder encoder;
  private final Sink sink;
  private final Optional<Consumer<ChangeBatch>> observer;
  private Optional<Sink.Writer> writer = Optional.empty();
  private long rows;

  private SinkDelivery(QueryParts parts, Optional<Consumer<ChangeBatch>> observer) {
    this.encoder = parts.encoder();
    this.sink = parts.sink();
    this.observer = observer;
  }

  /** The sink receives the output of an epoch as one batch, visible once it is decided. */
  static SinkDelivery ofEpochs(QueryParts parts, Optional<Consumer<ChangeBatch>> observer) {
    return new OfEpochs(parts, observer);
  }

  /** The sink receives and shows the output of each batch by itself. */
  static SinkDelivery ofSteps(QueryParts parts, Optional<Consumer<ChangeBatch>> observer) {
    return new OfSteps(parts, observer);
  }

  /** Whether others see a batch of an epoch that is not decided. */
  abstract boolean showsSteps();

  /** Begins a batch. */
  abstract void begin(Batch batch);

  /** Takes output of the batch. */
  @Override
  public final void accept(ColumnBatch changes) {
    encoder.add(changes, this::write);
  }

  @Override
  public final boolean keepsChanges() {
    return observer.isPresent() || writer.orElseThrow().keepsRows() || encoder.keepsChanges();
  }

  /** All output of the batch is there; says whether the sink has prepared it. */
  abstract boolean end();

  /** Makes the batch visible, if the sink shows each. */
  abstract void show(Batch batch);

  /** All output of the epoch is there: prepares it, and gives what the sink says of it. */
  abstract String prepare();

  /** The epoch may have happened from now on: it cannot be dropped any more. */
  final void seal() {
    writer = Optional.empty();
  }

  /** Makes the epoch, which is decided, visible. */
  abstract void publish(long epoch, String manifest);

  /** Drops what can be dropped. */
  final void abort() {
    Optional<Sink.Writer> open = writer;
    writer = Optional.empty();
    open.ifPresent(Sink.Writer::abort);
  }

  /** Rows that went to the sink in all. */
  final long rows() {
    return rows;
  }

  private void write(ChangeBatch changes) {
    rows += changes.size();
    writer.orElseThrow().write(changes);
    observer.ifPresent(o -> o.accept(changes));
  }

  private void open(long batchId) {
    writer = Optional.of(sink.begin(batchId));
  }

  private String finish() {
    encoder.finish(this::write);
    return writer.orElseThrow().prepare();
  }

  private static final class OfEpochs extends SinkDelivery {
    OfEpochs(QueryParts parts, Optional<Consumer<ChangeBatch>> observer) {
      super(parts, observer);
    }

    @Override
    boolean showsSteps() {
      return false;
    }

    @Override
    void begin(Batch batch) {
      if (super.writer.isPresent()) {
        super.encoder.settle();
      } else {
        super.open(batch.id());
      }
    }

    @Override
    boolean end() {
      return false;
    }

    @Override
    void show(Batch batch) {}

    @Override
    String prepare() {
      return super.finish();
    }

    @Override
    void publish(long epoch, String manifest) {
      super.sink.publish(epoch, manifest);
    }
  }

  private static final class OfSteps extends SinkDelivery {
    private String manifest = "";

    OfSteps(QueryParts parts, Optional<Consumer<ChangeBatch>> observer) {
      super(parts, observer);
    }

    @Override
    boolean showsSteps() {
      return true;
    }

    @Override
    void begin(Batch batch) {
      super.open(batch.step());
    }

    @Override
    boolean end() {
      manifest = super.finish();
      return true;
    }

    @Override
    void show(Batch batch) {
      seal();
      super.sink.publish(batch.step(), manifest);
    }

    @Override
    String prepare() {
      return "";
    }

    @Override
    void publish(long epoch, String ofEpoch) {}
  }
}
