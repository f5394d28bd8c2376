package io.millrace.api.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.sql.Timestamp;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EncodersTest {
  record Event(String page, long views, Timestamp at) {}

  record Nested(String name, List<Event> events) {}

  record Cyclic(String name, List<Cyclic> children) {}

  /** A bean as Spark's examples have them. */
  public static class Session {
    private String id;
    private int events;
    private boolean expired;

    public String getId() {
      return id;
    }

    public void setId(String id) {
      this.id = id;
    }

    public int getEvents() {
      return events;
    }

    public void setEvents(int events) {
      this.events = events;
    }

    public boolean isExpired() {
      return expired;
    }

    public void setExpired(boolean expired) {
      this.expired = expired;
    }

    public long getDerived() {
      return 2L * events;
    }
  }

  /** Neither a bean nor a record. */
  public static final class Opaque {}

  @Test
  void recordsHaveAColumnForEachComponentInOrder() {
    assertThat(Encoders.bean(Event.class).schema())
        .isEqualTo(
            Schema.of(
                new Field("page", DataType.STRING),
                new Field("views", DataType.BIGINT.notNull()),
                new Field("at", DataType.TIMESTAMP_LTZ)));
  }

  @Test
  void beansHaveAColumnForEachPropertyThatCanBeReadAndWrittenByName() {
    assertThat(Encoders.bean(Session.class).schema().names())
        .containsExactly("events", "expired", "id");
  }

  @Test
  void simpleValuesAreAColumnNamedValue() {
    assertThat(Encoders.STRING().schema())
        .isEqualTo(Schema.of(new Field("value", DataType.STRING)));
    assertThat(Encoders.LONG().schema()).isEqualTo(Schema.of(new Field("value", DataType.BIGINT)));
  }

  @Test
  void tuplesHaveNumberedColumns() {
    assertThat(Encoders.tuple(Encoders.STRING(), Encoders.INT()).schema())
        .isEqualTo(Schema.of(new Field("_1", DataType.STRING), new Field("_2", DataType.INTEGER)));
  }

  @Test
  void nestedValuesAreForStateNotForRows() {
    Encoder<Nested> encoder = Encoders.bean(Nested.class);
    assertThat(encoder.shape().signature())
        .isEqualTo("(name String, events [(page String, views Long!, at Timestamp)])");
    assertThatThrownBy(encoder::schema)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TYPE_NOT_SUPPORTED))
        .hasMessageContaining("field \"events\"");
  }

  @Test
  void aClassThatCannotBeWrittenIsRefusedWhereTheEncoderIsMade() {
    assertInvalid(() -> Encoders.bean(Opaque.class), "no property");
    assertInvalid(
        () -> Encoders.bean(Cyclic.class), "children[] cannot be encoded: it contains itself");
    assertInvalid(() -> Encoders.bean(Runnable.class), "neither");
    assertInvalid(() -> Encoders.javaSerialization(Opaque.class), "Serializable");
  }

  private static void assertInvalid(ThrowingCallable making, String why) {
    assertThatThrownBy(making)
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENCODER_INVALID))
        .hasMessageContaining(why);
  }

  @Test
  void kryoIsRefusedWithTheWayOut() {
    assertThatThrownBy(() -> Encoders.kryo(Opaque.class))
        .hasMessageContaining("Encoders.javaSerialization(Opaque.class)");
  }
}
