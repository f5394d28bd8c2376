package io.millrace.plan;

import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceCapability;
import io.millrace.api.connector.SourceContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Connectors that can be planned with and not run: one for each combination of abilities. */
public final class FakeConnectors {
  private FakeConnectors() {}

  private abstract static class Fake implements Connector.SourceConnector, Connector.SinkConnector {
    private final String name;
    private final Set<SinkCapability> capabilities;

    Fake(String name, Set<SinkCapability> capabilities) {
      this.name = name;
      this.capabilities = capabilities;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<OptionSpec> sourceOptions(String format) {
      return List.of();
    }

    @Override
    public Set<SourceCapability> sourceCapabilities() {
      return Set.of(SourceCapability.REPLAY);
    }

    @Override
    public Source openSource(SourceContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<OptionSpec> sinkOptions(String format) {
      return List.of();
    }

    @Override
    public Set<SinkCapability> sinkCapabilities(String format) {
      return capabilities;
    }

    @Override
    public Sink openSink(SinkContext context) {
      throw new UnsupportedOperationException();
    }
  }

  /** Takes everything. */
  public static final class Memory extends Fake {
    public Memory() {
      super("memory", EnumSet.allOf(SinkCapability.class));
    }
  }

  /** A log: rows can only be added. */
  public static final class Appends extends Fake {
    public Appends() {
      super("appends", Set.of(SinkCapability.APPEND));
    }
  }

  /** Replaces rows by key, and cannot delete. */
  public static final class Upserts extends Fake {
    public Upserts() {
      super("upserts", Set.of(SinkCapability.APPEND, SinkCapability.UPSERT));
    }
  }

  /** Replaces and deletes rows by key. */
  public static final class Deletes extends Fake {
    public Deletes() {
      super("deletes", Set.of(SinkCapability.APPEND, SinkCapability.UPSERT, SinkCapability.DELETE));
    }
  }

  /** Replaces its whole content, and nothing else. */
  public static final class Replaces extends Fake {
    public Replaces() {
      super("replaces", Set.of(SinkCapability.REPLACE));
    }
  }
}
