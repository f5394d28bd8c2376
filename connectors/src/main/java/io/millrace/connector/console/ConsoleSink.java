package io.millrace.connector.console;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints a batch when it is published, so that what is seen is what has happened. */
final class ConsoleSink implements Sink {
  private final SinkContext context;
  private final long numRows;
  private final int truncate;
  private final Map<Long, String> prepared = new TreeMap<>();

  ConsoleSink(SinkContext context) {
    this.context = context;
    this.numRows = context.options().integer("numRows").orElse(20);
    if (numRows < 0) {
      throw context.options().invalid("numRows", "is negative");
    }
    this.truncate = truncation();
  }

  private int truncation() {
    String text = context.options().requiredText("truncate").trim().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "true" -> 20;
      case "false" -> Integer.MAX_VALUE;
      default -> {
        try {
          int characters = Integer.parseInt(text);
          if (characters < 0) {
            throw context.options().invalid("truncate", "is negative");
          }
          yield characters == 0 ? Integer.MAX_VALUE : characters;
        } catch (NumberFormatException e) {
          throw context.options().invalid("truncate", "is neither true, false nor a number");
        }
      }
    };
  }

  @Override
  public String description() {
    return "console";
  }

  @Override
  public Writer begin(long batchId) {
    prepared.remove(batchId);
    return new ConsoleWriter(batchId);
  }

  @Override
  public void publish(long batchId, String manifest) {
    String text = prepared.remove(batchId);
    if (text != null) {
      context.console().print(text);
      context.console().flush();
    }
  }

  @Override
  public void close() {
    prepared.clear();
  }

  /** Keeps the rows that will be shown, already as text, and counts the others. */
  private final class ConsoleWriter implements Writer {
    private final long batchId;
    private final TextTable table;
    private long rows;

    ConsoleWriter(long batchId) {
      this.batchId = batchId;
      boolean kinds = context.mode() == OutputMode.UPDATE || context.mode() == OutputMode.CHANGELOG;
      this.table = new TextTable(context.schema(), kinds, truncate, context.zone());
    }

    @Override
    public void write(ChangeBatch changes) {
      for (int i = 0; i < changes.size() && rows + i < numRows; i++) {
        table.add(changes, i);
      }
      rows += changes.size();
    }

    @Override
    public String prepare() {
      List<String> lines = new ArrayList<>();
      lines.add("");
      lines.add("Batch: " + batchId);
      table.render(lines);
      if (rows > numRows) {
        lines.add(String.format(Locale.ROOT, "showing %,d of %,d rows", numRows, rows));
      }
      prepared.put(batchId, String.join(System.lineSeparator(), lines) + System.lineSeparator());
      return "{\"rows\":" + rows + "}";
    }

    @Override
    public void abort() {
      prepared.remove(batchId);
    }
  }
}
