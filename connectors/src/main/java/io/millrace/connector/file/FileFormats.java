package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.Options;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.Schema;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.RecordWriter;
import io.millrace.connector.format.csv.CsvFormat;
import io.millrace.connector.format.csv.CsvOptions;
import io.millrace.connector.format.csv.CsvWriter;
import io.millrace.connector.format.json.JsonFormat;
import io.millrace.connector.format.json.JsonWriter;
import io.millrace.connector.format.text.TextFormat;
import io.millrace.connector.format.text.TextWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The formats of files, by name. The one place that knows them all. */
final class FileFormats {
  /** Their names, in order. */
  static final Set<String> NAMES = new TreeSet<>(Set.of("json", "csv", "text"));

  private FileFormats() {}

  /** The options that input of a format takes; none for a name that is no format. */
  static List<OptionSpec> readOptions(String format) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "json" -> JsonFormat.OPTIONS;
      case "csv" -> CsvOptions.READ;
      default -> List.of();
    };
  }

  static RecordFormat reader(String format, Options options, ZoneId zone) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "json" -> new JsonFormat(options, zone);
      case "csv" -> new CsvFormat(options, zone);
      case "text" -> new TextFormat();
      default -> throw notFound(format);
    };
  }

  /** The options that output of a format takes; none for a name that is no format. */
  static List<OptionSpec> writeOptions(String format) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "json" -> JsonWriter.OPTIONS;
      case "csv" -> CsvOptions.WRITE;
      default -> List.of();
    };
  }

  /**
   * @param schema the columns of the files, which may be fewer than those of the sink
   */
  static RecordWriter writer(SinkContext context, Schema schema) {
    return switch (context.format().toLowerCase(Locale.ROOT)) {
      case "json" -> new JsonWriter(schema, context.options(), context.zone());
      case "csv" -> new CsvWriter(schema, context.options(), context.zone());
      case "text" -> new TextWriter(schema);
      default -> throw notFound(context.format());
    };
  }

  private static MillraceException notFound(String format) {
    if (format.isEmpty()) {
      return error(ErrorCode.FORMAT_MISSING, "files")
          .hint("say FORMAT json, FORMAT csv or FORMAT text")
          .build();
    }
    return error(ErrorCode.FORMAT_NOT_FOUND, format, "files")
        .hint("formats of files: " + String.join(", ", NAMES))
        .build();
  }
}
