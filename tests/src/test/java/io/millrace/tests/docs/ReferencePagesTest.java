package io.millrace.tests.docs;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.Connectors;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SourceCapability;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.ErrorKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The pages of the reference that are made from the code. */
class ReferencePagesTest {
  private static final String MADE = "<!-- Made by ReferencePagesTest. -->\n";

  @Test
  void errors() throws IOException {
    StringBuilder page = new StringBuilder("# Errors\n\n").append(MADE);
    page.append(
        """

        Every error has a code that is shown in brackets and never changes its meaning, the place in
        the script where there is one, the reason, and a way out. Programs get the same as
        `MillraceException` with `code()`, `position()`, `details()` and `hints()`. `…` stands for
        names and values of the case.
        """);
    for (ErrorKind kind : ErrorKind.values()) {
      page.append("\n## ").append(title(kind)).append("\n\n");
      page.append("| code | SQLSTATE | message |\n|---|---|---|\n");
      for (ErrorCode code : ErrorCode.values()) {
        if (code.kind() == kind) {
          page.append("| `").append(code.name()).append("` | ").append(code.sqlState());
          page.append(" | ").append(cell(code.template().replace("{}", "…"))).append(" |\n");
        }
      }
    }
    Repository.assertPage("docs/reference/errors.md", page.toString());
  }

  private static String title(ErrorKind kind) {
    return switch (kind) {
      case USER -> "Something is wrong with the statement or the data";
      case UNSUPPORTED -> "Not supported, or not yet";
      case RESOURCE -> "The machine ran out of something";
      case EXTERNAL -> "Something outside of the engine failed";
      case INTERNAL -> "A bug of ours";
    };
  }

  @Test
  void connectors() throws IOException {
    StringBuilder page = new StringBuilder("# Connectors and their options\n\n").append(MADE);
    page.append(
        """

        `CREATE SOURCE name (…) USING connector OPTIONS (option = value, …) FORMAT format`. Options are
        written in any case, with or without `.`, `_` and `-` between the words. A default in
        parentheses stands if the option is not given. What sources and sinks promise is told in
        [delivery](delivery.md).
        """);
    for (Connector connector : new Connectors(Optional.empty()).list()) {
      page.append("\n## ").append(connector.name()).append('\n');
      List<String> formats = List.copyOf(new TreeSet<>(connector.formats()));
      if (!formats.isEmpty()) {
        page.append("\nFormats: ").append(String.join(", ", formats)).append(".\n");
      }
      if (connector instanceof Connector.SourceConnector source) {
        options(page, "As source", formats, source::sourceOptions);
        page.append('\n').append(promises(source)).append('\n');
      }
      if (connector instanceof Connector.SinkConnector sink) {
        options(page, "As sink", formats, sink::sinkOptions);
        page.append('\n').append(promises(sink, formats)).append('\n');
      }
    }
    Repository.assertPage("docs/reference/connectors.md", page.toString());
  }

  private static String promises(Connector.SourceConnector source) {
    return source.sourceCapabilities().contains(SourceCapability.REPLAY)
        ? "A query that continues from a checkpoint reads each row once."
        : "It cannot give rows again: a query that continues from a checkpoint has lost some.";
  }

  private static String promises(Connector.SinkConnector sink, List<String> formats) {
    Set<SinkCapability> can = sink.sinkCapabilities(formats.isEmpty() ? "" : formats.get(0));
    List<String> modes = new ArrayList<>();
    Map<SinkCapability, String> modeOf = new LinkedHashMap<>();
    modeOf.put(SinkCapability.APPEND, "APPEND");
    modeOf.put(SinkCapability.UPSERT, "UPDATE");
    modeOf.put(SinkCapability.REPLACE, "COMPLETE");
    modeOf.put(SinkCapability.CHANGELOG, "CHANGELOG");
    modeOf.forEach(
        (capability, mode) -> {
          if (can.contains(capability)) {
            modes.add(mode);
          }
        });
    String after;
    if (can.contains(SinkCapability.EXACTLY_ONCE)) {
      after = "With a checkpoint it holds each row exactly once, whatever fails when.";
    } else if (can.contains(SinkCapability.VOLATILE)) {
      after = "Its rows go with the process: with a checkpoint only COMPLETE is possible.";
    } else {
      after = "With a checkpoint it gets each row at least once: the last batch may come again.";
    }
    return "Modes: " + String.join(", ", modes) + ". " + after;
  }

  private interface OptionsOfFormat {
    List<OptionSpec> options(String format);
  }

  /** The options, each with the formats that take it unless all do. */
  private static void options(
      StringBuilder page, String role, List<String> formats, OptionsOfFormat options) {
    Map<String, OptionSpec> specs = new LinkedHashMap<>();
    Map<String, TreeSet<String>> takenBy = new LinkedHashMap<>();
    for (String format : formats.isEmpty() ? List.of("") : formats) {
      for (OptionSpec spec : options.options(format)) {
        specs.putIfAbsent(spec.name(), spec);
        takenBy.computeIfAbsent(spec.name(), name -> new TreeSet<>()).add(format);
      }
    }
    page.append("\n**").append(role).append("**");
    if (specs.isEmpty()) {
      page.append(": no options.\n");
      return;
    }
    page.append("\n\n| option | value | meaning |\n|---|---|---|\n");
    specs.forEach(
        (name, spec) -> {
          TreeSet<String> taken = Objects.requireNonNull(takenBy.get(name));
          page.append("| `").append(name).append("` | ").append(value(spec)).append(" | ");
          page.append(cell(spec.description()));
          if (taken.size() < formats.size()) {
            page.append(" (").append(String.join(", ", taken)).append(')');
          }
          page.append(" |\n");
        });
  }

  private static String value(OptionSpec spec) {
    String value =
        spec.kind() == OptionSpec.Kind.ENUM
            ? "`" + String.join("`, `", spec.allowed()) + "`"
            : spec.kind().description();
    if (spec.required()) {
      return value + ", required";
    }
    return spec.defaultValue().map(text -> value + " (`" + cell(text) + "`)").orElse(value);
  }

  @Test
  void settings() throws IOException {
    StringBuilder page = new StringBuilder("# Settings\n\n").append(MADE);
    page.append(
        """

        `SET name = value`, `RESET name`, `bin/millrace --set name=value`, or `Millrace.builder().set(name,
        value)`. A query sees the settings as they are when it starts. This is what `SHOW SETTINGS` shows in
        a new session.

        """);
    try (Millrace millrace = Millrace.builder().set("parallelism", "2").open();
        StatementResult.Rows rows = (StatementResult.Rows) millrace.sql("SHOW SETTINGS")) {
      List<String> names = rows.schema().names();
      page.append("| ").append(String.join(" | ", names)).append(" |\n");
      page.append("|---".repeat(names.size())).append("|\n");
      for (var batch = rows.next(); batch.isPresent(); batch = rows.next()) {
        for (int i = 0; i < batch.get().size(); i++) {
          page.append('|');
          List<Object> values = batch.get().values(i);
          boolean perMachine = "parallelism".equals(values.get(0));
          for (int column = 0; column < values.size(); column++) {
            Object value = values.get(column);
            String text = value == null ? "" : cell(value.toString());
            boolean number = perMachine && !text.isEmpty() && Character.isDigit(text.charAt(0));
            page.append(' ').append(number ? "number of cores" : text).append(" |");
          }
          page.append('\n');
        }
      }
    }
    Repository.assertPage("docs/reference/settings.md", page.toString());
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
