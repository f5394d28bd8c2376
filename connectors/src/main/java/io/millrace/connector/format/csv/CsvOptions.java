package io.millrace.connector.format.csv;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OptionSpec.Kind;
import io.millrace.api.connector.Options;
import io.millrace.api.error.ErrorCode;
import io.millrace.connector.format.TimeFormats;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of delimited text. */
public final class CsvOptions {
  /** The options of output. */
  public static final List<OptionSpec> WRITE = common();

  /** The options of input. */
  public static final List<OptionSpec> READ = read();

  private CsvOptions() {}

  private static List<OptionSpec> common() {
    return List.of(
        OptionSpec.withDefault(
            "header", Kind.BOOLEAN, "false", "whether the first line of a file names the columns"),
        OptionSpec.withDefault("delimiter", Kind.TEXT, ",", "the character between fields"),
        OptionSpec.optional("sep", Kind.TEXT, "another name of delimiter"),
        OptionSpec.withDefault(
            "quote", Kind.TEXT, "\"", "the character around fields with special characters"),
        OptionSpec.withDefault(
            "escape",
            Kind.TEXT,
            "\"",
            "the character before a quote inside quotes; the quote itself doubles it"),
        OptionSpec.withDefault("nullValue", Kind.TEXT, "", "the text of a field that is NULL"));
  }

  private static List<OptionSpec> read() {
    List<OptionSpec> options = new ArrayList<>(common());
    options.add(
        OptionSpec.optional("comment", Kind.TEXT, "the character that begins lines to skip"));
    options.add(
        OptionSpec.withDefault(
            "ignoreLeadingWhiteSpace", Kind.BOOLEAN, "false", "whether blanks before text go"));
    options.add(
        OptionSpec.withDefault(
            "ignoreTrailingWhiteSpace", Kind.BOOLEAN, "false", "whether blanks behind text go"));
    options.add(
        OptionSpec.withDefault(
            "multiLine", Kind.BOOLEAN, "false", "whether a field in quotes may have line ends"));
    options.addAll(TimeFormats.OPTIONS);
    return List.copyOf(options);
  }

  static CsvDialect of(Options options) {
    if (options.isGiven("sep") && options.isGiven("delimiter")) {
      throw options.invalid("sep", "is given together with delimiter");
    }
    byte delimiter = character(options, options.isGiven("sep") ? "sep" : "delimiter").orElseThrow();
    byte quote = character(options, "quote").orElseThrow();
    byte escape = options.isGiven("escape") ? character(options, "escape").orElseThrow() : quote;
    if (delimiter == quote || delimiter == escape) {
      throw options.invalid("quote", "is the delimiter too");
    }
    return new CsvDialect(
        options.bool("header"),
        delimiter,
        quote,
        escape,
        options.requiredText("nullValue").getBytes(StandardCharsets.UTF_8));
  }

  /** An option that is one character; {@code \t} stands for a tab. */
  static Optional<Byte> character(Options options, String name) {
    Optional<String> text = options.text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String written = text.get().equals("\\t") ? "\t" : text.get();
    if (written.length() > 1) {
      throw error(ErrorCode.NOT_SUPPORTED, "a " + name + " of more than one character").build();
    }
    if (written.isEmpty() || written.charAt(0) >= 0x80 || written.charAt(0) == '\n') {
      throw options.invalid(name, "is not one ASCII character");
    }
    return Optional.of((byte) written.charAt(0));
  }
}
