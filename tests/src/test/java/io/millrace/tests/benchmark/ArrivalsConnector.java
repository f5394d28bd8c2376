package io.millrace.tests.benchmark;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** {@code USING arrivals}: a sink that only notes when a batch becomes visible. */
public final class ArrivalsConnector implements Connector.SinkConnector {
  /** Where sinks note it; the class loader makes connectors, so nobody can hand it to one. */
  static final AtomicReference<Arrivals> ARRIVALS = new AtomicReference<>();

  @Override
  public String name() {
    return "arrivals";
  }

  @Override
  public List<OptionSpec> sinkOptions(String format) {
    return List.of();
  }

  @Override
  public Set<SinkCapability> sinkCapabilities(String format) {
    return EnumSet.of(SinkCapability.APPEND, SinkCapability.UPSERT);
  }

  @Override
  public Sink openSink(SinkContext context) {
    return new ArrivalsSink(ARRIVALS.get());
  }

  private static final class ArrivalsSink implements Sink {
    private final Arrivals arrivals;
    private final List<ChangeBatch> pieces = new ArrayList<>();

    ArrivalsSink(Arrivals arrivals) {
      this.arrivals = arrivals;
    }

    @Override
    public String description() {
      return "arrivals";
    }

    @Override
    public Writer begin(long batchId) {
      pieces.clear();
      return new Writer() {
        @Override
        public void write(ChangeBatch changes) {
          pieces.add(changes);
        }

        @Override
        public String prepare() {
          return "";
        }

        @Override
        public void abort() {
          pieces.clear();
        }
      };
    }

    @Override
    public void publish(long batchId, String manifest) {
      if (!pieces.isEmpty()) {
        arrivals.published(pieces);
        pieces.clear();
      }
    }

    @Override
    public void close() {}
  }
}
