package io.millrace.connector.file;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.Options;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceCapability;
import io.millrace.api.connector.SourceContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code USING file}: directories of files with records in a text format. */
public final class FileConnector implements Connector.SourceConnector, Connector.SinkConnector {

  @Override
  public String name() {
    return "file";
  }

  @Override
  public Set<String> identityOptions() {
    return Set.of("path");
  }

  @Override
  public String identity(String option, String value) {
    return Paths.local(value).toString();
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

  @Override
  public List<OptionSpec> sinkOptions(String format) {
    List<OptionSpec> specs = new ArrayList<>();
    specs.add(OptionSpec.required("path", OptionSpec.Kind.TEXT, "the directory to write to"));
    specs.add(OptionSpec.choice("compression", "how files are compressed", "none", "gzip"));
    specs.addAll(FileFormats.writeOptions(format));
    return List.copyOf(specs);
  }

  @Override
  public Set<SinkCapability> sinkCapabilities(String format) {
    return EnumSet.of(
        SinkCapability.APPEND,
        SinkCapability.REPLACE,
        SinkCapability.EXACTLY_ONCE,
        SinkCapability.DURABLE_PREPARE,
        SinkCapability.PARTITIONS);
  }

  @Override
  public boolean isKnownEmpty(Options options, Attachment attachment) {
    return SinkDirectory.of(options.requiredText("path")).isEmpty();
  }

  @Override
  public Sink openSink(SinkContext context) {
    return new FileSink(context);
  }
}
