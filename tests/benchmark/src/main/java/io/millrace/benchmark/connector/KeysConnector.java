package io.millrace.benchmark.connector;

import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceCapability;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code USING keys}: one column {@code k} with numbers from a range, spread as if by chance. */
public final class KeysConnector implements Connector.SourceConnector {
  static final String KEYS = "keys";
  static final String ROWS = "rows";
  static final String ROWS_PER_TRIGGER = "rowsPerTrigger";

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public List<OptionSpec> sourceOptions(String format) {
    return List.of(
        OptionSpec.required(KEYS, OptionSpec.Kind.INTEGER, "how many numbers there are"),
        OptionSpec.required(ROWS, OptionSpec.Kind.INTEGER, "how many rows there are"),
        OptionSpec.required(
            ROWS_PER_TRIGGER, OptionSpec.Kind.INTEGER, "the most rows that one batch takes"));
  }

  @Override
  public Optional<Schema> defaultSchema(String format) {
    return Optional.of(Schema.of(new Field("k", DataType.BIGINT.notNull())));
  }

  @Override
  public Set<SourceCapability> sourceCapabilities() {
    return EnumSet.of(SourceCapability.REPLAY, SourceCapability.LIMITS);
  }

  @Override
  public Source openSource(SourceContext context) {
    return new KeysSource(context);
  }
}
