package io.millrace.connector.noop;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoopTest {

  @ParameterizedTest
  @EnumSource(OutputMode.class)
  void everythingIsTakenAndNothingKept(OutputMode mode) {
    Schema schema = Contexts.schema("n", DataType.BIGINT);
    NoopConnector connector = new NoopConnector();
    Sink sink =
        connector.openSink(
            Contexts.sink(
                connector, "", schema, mode, List.of(), new Attachment(), Contexts.nowhere()));
    Sink.Writer writer = sink.begin(0);
    writer.write(Rows.inserts(schema, Rows.row(1L)));
    writer.abort();
    Sink.Writer again = sink.begin(0);
    again.write(Rows.inserts(schema, Rows.row(1L)));
    sink.publish(0, again.prepare());
    assertThat(sink.description()).isEqualTo("noop");
    sink.close();
    sink.close();
  }
}
