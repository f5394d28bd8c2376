package io.millrace.connector.format.json;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OptionSpec.Kind;
import io.millrace.api.connector.Options;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.TimeFormats;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON lines: one object a line. Fields are found by name, exactly or else without regard to case;
 * of a name that comes twice the last one counts; a field that is missing is NULL; fields that no
 * column has are skipped. Numbers, true and false and nested values become text in a text column as
 * they stand. A number may be the words NaN, Infinity or -Infinity, in quotes or bare. With {@code
 * multiLine} a file is one array of objects, or objects one after the other, over any lines.
 */
public final class JsonFormat implements RecordFormat {
  /** The options of JSON input. */
  public static final List<OptionSpec> OPTIONS = options();

  private final boolean multiLine;
  private final JsonPaths paths;
  private final TimeFormats times;

  public JsonFormat(Options options, ZoneId zone) {
    this.multiLine = options.bool("multiLine");
    this.times = TimeFormats.of(options, zone);
    this.paths = new JsonPaths(times);
  }

  private static List<OptionSpec> options() {
    List<OptionSpec> options = new ArrayList<>(TimeFormats.OPTIONS);
    options.add(
        OptionSpec.withDefault(
            "multiLine",
            Kind.BOOLEAN,
            "false",
            "whether a file is one array of objects, or objects over several lines"));
    return List.copyOf(options);
  }

  @Override
  public InputStream open(InputStream raw) {
    return multiLine ? new JsonDocumentLines(raw) : raw;
  }

  @Override
  public boolean rewrites() {
    return multiLine;
  }

  @Override
  public boolean linesAreRecords() {
    return !multiLine;
  }

  @Override
  public Decoders bind(RecordPlan plan, byte[] header) {
    for (int column : plan.dataColumns()) {
      DataType type = plan.schema().type(column);
      if (!isReadable(type)) {
        throw error(ErrorCode.TYPE_NOT_SUPPORTED, type.sql(), " in JSON input")
            .hint(
                type.kind().isJson()
                    ? "declare the column JSON, and CAST it"
                    : "read it as text, and CAST it")
            .build();
      }
    }
    return new JsonDecoders(plan, paths);
  }

  private static boolean isReadable(DataType type) {
    boolean readable =
        switch (type.kind()) {
          case INTERVAL_DAY, INTERVAL_MONTH, JSONB, VARIANT -> false;
          case MAP -> !type.child(0).kind().isNested() && !type.child(0).kind().isJson();
          default -> true;
        };
    return readable && type.children().stream().allMatch(child -> isReadable(child.type()));
  }
}
