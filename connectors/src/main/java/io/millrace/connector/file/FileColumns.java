package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.SourceContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Suggestions;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.connector.format.ConstantColumn;
import io.millrace.connector.format.FieldParser;
import io.millrace.connector.format.OnError;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.TimeFormats;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says for a file which columns its path and its attributes give, and which its records give. */
final class FileColumns {
  private static final String FILE_PATH = "file_path";
  private static final String FILE_NAME = "file_name";
  private static final String FILE_SIZE = "file_size";
  private static final String FILE_MODIFICATION_TIME = "file_modification_time";
  private static final List<String> KEYS =
      List.of(FILE_PATH, FILE_NAME, FILE_SIZE, FILE_MODIFICATION_TIME);

  private final SourceContext context;
  private final OnError onError;
  private final RecordFormat format;

  FileColumns(SourceContext context, OnError onError, RecordFormat format) {
    this.context = context;
    this.onError = onError;
    this.format = format;
    for (int i = 0; i < context.schema().size(); i++) {
      String key = context.metadataKeys().get(i);
      if (!key.isEmpty()) {
        checkMetadata(key, context.schema().field(i));
      }
    }
  }

  private static void checkMetadata(String key, Field field) {
    TypeKind kind = field.type().kind();
    boolean fits =
        switch (key.toLowerCase(Locale.ROOT)) {
          case FILE_PATH, FILE_NAME ->
              kind == TypeKind.VARCHAR && field.type().precision() == DataType.UNBOUNDED;
          case FILE_SIZE -> kind == TypeKind.BIGINT;
          case FILE_MODIFICATION_TIME -> kind.isTimestamp();
          default -> throw unknownKey(key);
        };
    if (!fits) {
      throw error(
              ErrorCode.TYPE_MISMATCH,
              "metadata column \"" + field.name() + "\" cannot be " + field.type().sql())
          .hint(
              "file_path and file_name are STRING, file_size BIGINT, file_modification_time"
                  + " TIMESTAMP or TIMESTAMP_LTZ")
          .build();
    }
  }

  private static MillraceException unknownKey(String key) {
    MillraceException.Builder error =
        error(ErrorCode.COLUMN_NOT_FOUND, key, " in the metadata of files");
    Suggestions.nearest(key, KEYS).ifPresent(near -> error.hint("did you mean \"" + near + "\"?"));
    return error.hint("metadata of files: " + String.join(", ", KEYS)).build();
  }

  /** The plan for the records of a file. */
  RecordPlan plan(TakenFile file) {
    Map<String, String> partitions = partitions(file);
    Schema schema = context.schema();
    List<Optional<ConstantColumn>> constants = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      String key = context.metadataKeys().get(i);
      String directory = partitions.get(schema.name(i).toLowerCase(Locale.ROOT));
      if (!key.isEmpty()) {
        constants.add(Optional.of(metadata(key, schema.type(i), file)));
      } else if (directory != null) {
        constants.add(Optional.of(partition(schema.field(i), directory, file)));
      } else {
        constants.add(Optional.empty());
      }
    }
    List<Field> inRecords =
        context.dataSchema().fields().stream()
            .filter(field -> !partitions.containsKey(field.name().toLowerCase(Locale.ROOT)))
            .toList();
    return new RecordPlan(
        schema, constants, new Schema(inRecords), onError, new LineNumbers(file.path(), format));
  }

  private ConstantColumn metadata(String key, DataType type, TakenFile file) {
    return switch (key.toLowerCase(Locale.ROOT)) {
      case FILE_PATH -> new ConstantColumn(type, file.path().toString());
      case FILE_NAME -> new ConstantColumn(type, file.path().getFileName().toString());
      case FILE_SIZE -> new ConstantColumn(type, file.size());
      default -> new ConstantColumn(type, modified(type, file));
    };
  }

  private Object modified(DataType type, TakenFile file) {
    Instant instant = Instant.ofEpochMilli(file.modified());
    return type.kind() == TypeKind.TIMESTAMP
        ? LocalDateTime.ofInstant(instant, context.zone())
        : instant;
  }

  /** The values of {@code key=value} directories between root and file, by key in lower case. */
  private static Map<String, String> partitions(TakenFile file) {
    Map<String, String> values = new TreeMap<>();
    Path below = file.root().relativize(file.path());
    for (int i = 0; i < below.getNameCount() - 1; i++) {
      String name = below.getName(i).toString();
      int equals = name.indexOf('=');
      if (equals > 0) {
        String key = unescaped(name.substring(0, equals));
        values.put(key.toLowerCase(Locale.ROOT), name.substring(equals + 1));
      }
    }
    return values;
  }

  private ConstantColumn partition(Field field, String written, TakenFile file) {
    if (written.equals(PartitionDirectories.NULL)) {
      if (field.type().nullable()) {
        return new ConstantColumn(field.type(), null);
      }
      throw misfit(field, written, file);
    }
    return ConstantColumn.parse(
            field.type(), unescaped(written), new FieldParser(TimeFormats.iso(context.zone())))
        .orElseThrow(() -> misfit(field, written, file));
  }

  private static String unescaped(String written) {
    if (written.indexOf('%') < 0) {
      return written;
    }
    try {
      return URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return written; // a per cent sign that escapes nothing
    }
  }

  private static MillraceException misfit(Field field, String written, TakenFile file) {
    return error(
            ErrorCode.PATH_INVALID,
            file.path(),
            "the directory's value '" + written + "' is no " + field.type())
        .hint("declare column \"" + field.name() + "\" as STRING")
        .build();
  }
}
