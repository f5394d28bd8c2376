package io.millrace.shell.render;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.millrace.api.StatementResult;
import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.NestedColumns;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** One JSON object per row or change. Numbers are numbers, times are ISO 8601 strings. */
final class JsonPrinter implements ResultPrinter {
  private final Screen screen;

  JsonPrinter(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void rows(StatementResult.Rows rows, Showing showing) {
    try (rows;
        JsonGenerator json = generator()) {
      List<String> names = rows.schema().names();
      Optional<ColumnBatch> batch = rows.next();
      while (batch.isPresent()) {
        ColumnBatch current = batch.get();
        for (int i = 0; i < current.size(); i++) {
          json.writeStartObject();
          columns(json, names, current, current.row(i), showing.zone());
          json.writeEndObject();
          json.writeRaw('\n');
        }
        batch = rows.next();
      }
      end(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void changes(StatementResult.Changes changes, Showing showing) {
    try (changes;
        JsonGenerator json = generator()) {
      Schema schema = changes.schema();
      ChangeColumns meta = ChangeColumns.of(schema);
      List<String> names = schema.names();
      Optional<StatementResult.Changes.Step> next = changes.next();
      while (next.isPresent()) {
        StatementResult.Changes.Step step = next.get();
        for (int i = 0; i < step.changes().size(); i++) {
          json.writeStartObject();
          json.writeStringField(meta.operation(), step.changes().kind(i).symbol());
          json.writeNumberField(meta.batch(), step.batchId());
          columns(json, names, step.changes().rows(), i, showing.zone());
          json.writeEndObject();
          json.writeRaw('\n');
        }
        end(json);
        next = changes.next();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void text(StatementResult.Text text) {
    try (JsonGenerator json = generator()) {
      json.writeStartObject();
      json.writeStringField(text.name(), text.text());
      json.writeEndObject();
      json.writeRaw('\n');
      end(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void error(String line) {
    screen.print(line + "\n");
  }

  private JsonGenerator generator() throws IOException {
    // Several values, a line for each; the stream stays open for the next result.
    return new JsonFactoryBuilder()
        .rootValueSeparator((String) null)
        .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
        .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
        .build()
        .createGenerator(screen.out());
  }

  /** Hands everything on. */
  private void end(JsonGenerator json) throws IOException {
    json.flush();
    screen.flush();
  }

  private static void columns(
      JsonGenerator json, List<String> names, ColumnBatch batch, int row, ZoneId zone)
      throws IOException {
    for (int i = 0; i < batch.columnCount(); i++) {
      json.writeFieldName(names.get(i));
      value(json, batch.column(i), row, zone);
    }
  }

  private static void nested(JsonGenerator json, BytesColumn column, int row, ZoneId zone)
      throws IOException {
    List<Column> inside = NestedColumns.of(column, row);
    if (column.type().kind() == TypeKind.ARRAY) {
      json.writeStartArray();
      for (int i = 0; i < inside.get(0).rowCount(); i++) {
        value(json, inside.get(0), i, zone);
      }
      json.writeEndArray();
      return;
    }
    json.writeStartObject();
    if (column.type().kind() == TypeKind.MAP) {
      for (int i = 0; i < inside.get(0).rowCount(); i++) {
        StringBuilder key = new StringBuilder();
        ValueText.append(key, inside.get(0), i, zone, 'T');
        json.writeFieldName(key.toString());
        value(json, inside.get(1), i, zone);
      }
    } else {
      for (int i = 0; i < inside.size(); i++) {
        json.writeFieldName(column.type().children().get(i).name());
        value(json, inside.get(i), 0, zone);
      }
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, Column column, int row, ZoneId zone)
      throws IOException {
    if (column.isNull(row)) {
      json.writeNull();
      return;
    }
    switch (column.type().kind()) {
      case BOOLEAN -> json.writeBoolean(((BooleanColumn) column).values()[row] != 0);
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE -> {
        StringBuilder text = new StringBuilder();
        ValueText.append(text, column, row, zone);
        char last = text.charAt(text.length() - 1);
        if (last == 'N' || last == 'y') {
          // JSON has no word for NaN and the infinities.
          json.writeString(text.toString());
        } else {
          json.writeNumber(text.toString());
        }
      }
      case CHAR, VARCHAR -> {
        BytesColumn bytes = (BytesColumn) column;
        json.writeUTF8String(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
      }
      case BINARY -> {
        BytesColumn bytes = (BytesColumn) column;
        json.writeBinary(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
      }
      case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY, INTERVAL_MONTH -> {
        StringBuilder text = new StringBuilder();
        ValueText.append(text, column, row, zone, 'T');
        json.writeString(text.toString());
      }
      case ARRAY, MAP, ROW -> nested(json, (BytesColumn) column, row, zone);
      case JSON, JSONB, VARIANT -> {
        BytesColumn bytes = (BytesColumn) column;
        // between the values of JSON a line end means no more than a blank
        json.writeRawValue(bytes.text(row).replace('\n', ' ').replace('\r', ' '));
      }
      case NULL -> json.writeNull();
    }
  }
}
