package io.millrace.exec.expression.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.NestedWriter;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.StructValue;
import io.millrace.api.types.TypeKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is written as JSON is read again as it was. */
class JsonPropertyTest {
  private static final List<DataType> SCALARS =
      List.of(
          DataType.BOOLEAN,
          DataType.TINYINT,
          DataType.INTEGER,
          DataType.BIGINT,
          DataType.decimal(12, 2),
          DataType.decimal(38, 10),
          DataType.REAL,
          DataType.DOUBLE,
          DataType.STRING,
          DataType.BINARY,
          DataType.DATE,
          DataType.TIME,
          DataType.TIMESTAMP,
          DataType.TIMESTAMP_LTZ);

  private static final String CHARACTERS = "aZ0 \"\\/{}[],:é日\n\t\u0001'";

  private static DataType type(Random random, int depth) {
    return switch (depth == 0 ? 3 : random.nextInt(5)) {
      case 0 -> DataType.array(type(random, depth - 1));
      case 1 -> DataType.map(DataType.STRING, type(random, depth - 1));
      case 2 -> {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
          fields.add(new Field("f " + i, type(random, depth - 1)));
        }
        yield DataType.row(fields);
      }
      default -> SCALARS.get(random.nextInt(SCALARS.size()));
    };
  }

  private static Object value(DataType type, Random random) {
    if (random.nextInt(5) == 0) {
      return null;
    }
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case TINYINT -> random.nextInt(256) - 128;
      case INTEGER -> random.nextInt();
      case BIGINT -> random.nextLong();
      case DECIMAL -> BigDecimal.valueOf(random.nextInt(), type.scale());
      case REAL -> random.nextFloat();
      case DOUBLE -> random.nextInt(9) == 0 ? Double.NaN : random.nextGaussian() * 1e9;
      case VARCHAR -> text(random);
      case BINARY -> new byte[] {(byte) random.nextInt(), 0, -1};
      case DATE -> LocalDate.ofEpochDay(random.nextInt(100_000) - 50_000);
      case TIME -> LocalTime.ofNanoOfDay(1000L * random.nextInt(1_000_000_000));
      case TIMESTAMP -> LocalDateTime.of(1900 + random.nextInt(300), 5, 7, 3, 4, 5, 6_000);
      case TIMESTAMP_LTZ -> Instant.ofEpochSecond(random.nextInt(), 123_456_000);
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(type.child(0), random));
        }
        yield list;
      }
      case MAP -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(text(random) + i, value(type.child(1), random));
        }
        yield map;
      }
      default ->
          new StructValue(
              type.children().stream().map(Field::name).toList(),
              type.children().stream().map(child -> value(child.type(), random)).toList());
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return text.toString();
  }

  @Property(tries = 400)
  void nestedValuesComeBackThroughJson(@ForAll long seed) throws JsonTyped.Misfit {
    Random random = new Random(seed);
    DataType type = DataType.row(List.of(new Field("v", type(random, 3))));
    Object value =
        new StructValue(List.of("v"), java.util.Arrays.asList(value(type.child(0), random)));
    NestedWriter writer = new NestedWriter();
    writer.putNested(type, value);
    byte[] payload = writer.toByteArray();
    Zone zone = new Zone(ZoneId.of("America/New_York"));
    for (TypeKind target : List.of(TypeKind.VARCHAR, TypeKind.JSON)) {
      String json = new NestedTexts(zone).json(type, payload, target);
      byte[] text = json.getBytes(StandardCharsets.UTF_8);
      assertThat(new JsonTyped(zone, true).read(type, text)).as(json).isEqualTo(payload);
    }
  }

  @Property(tries = 400)
  void normalFormsSayTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    DataType type = type(random, 3);
    Object value = value(DataType.row(List.of(new Field("v", type))), random);
    if (value == null) {
      return;
    }
    DataType row = DataType.row(List.of(new Field("v", type)));
    NestedWriter writer = new NestedWriter();
    writer.putNested(row, value);
    NestedTexts texts = new NestedTexts(new Zone(ZoneId.of("UTC")));
    byte[] json = JsonText.utf8(texts.json(row, writer.toByteArray(), TypeKind.JSON));
    byte[] binary = JsonText.of(TypeKind.JSONB, json);
    assertThat(JsonText.of(TypeKind.JSON, json)).isEqualTo(json);
    assertThat(JsonText.of(TypeKind.JSONB, binary)).isEqualTo(binary);
    Object tree = JsonTree.of(json);
    assertThat(JsonTree.contains(JsonTree.of(binary), tree)).isTrue();
    assertThat(JsonTree.contains(tree, JsonTree.of(binary))).isTrue();
    byte[] comparable = JsonText.comparable(binary);
    assertThat(JsonText.comparable(comparable)).isEqualTo(comparable);
    assertThat(JsonTree.contains(JsonTree.of(comparable), tree)).isTrue();
  }
}
