package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.Options;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.json.JsonFormat;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The formats of files, by name. The one place that knows them all. */
final class FileFormats {
  /** Their names, in order. */
  static final Set<String> NAMES = new TreeSet<>(Set.of("json"));

  private FileFormats() {}

  /** The options that input of a format takes; none for a name that is no format. */
  static List<OptionSpec> readOptions(String format) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "json" -> JsonFormat.OPTIONS;
      default -> List.of();
    };
  }

  static RecordFormat reader(String format, Options options, ZoneId zone) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "json" -> new JsonFormat(options, zone);
      default -> throw notFound(format);
    };
  }

  static MillraceException notFound(String format) {
    return error(ErrorCode.FORMAT_NOT_FOUND, format)
        .hint("formats of files: " + String.join(", ", NAMES) + "; say FORMAT json")
        .build();
  }
}
