package io.millrace.connector.file;

import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceCapability;
import io.millrace.api.connector.SourceContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code USING file}: directories of files with records in a text format. */
public final class FileConnector implements Connector.SourceConnector {

  @Override
  public String name() {
    return "file";
  }

  @Override
  public Set<String> formats() {
    return FileFormats.NAMES;
  }

  @Override
  public List<OptionSpec> sourceOptions(String format) {
    return FileSourceOptions.specs(format);
  }

  @Override
  public Set<SourceCapability> sourceCapabilities() {
    return EnumSet.of(SourceCapability.REPLAY, SourceCapability.LIMITS);
  }

  @Override
  public Source openSource(SourceContext context) {
    return new FileSource(context);
  }
}
