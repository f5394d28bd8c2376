package io.millrace.state;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Layout;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random types and values, of few values so that they meet again. */
public final class RandomKeys {
  private static final List<DataType> TYPES =
      List.of(
          DataType.BOOLEAN,
          DataType.INTEGER,
          DataType.BIGINT,
          DataType.DOUBLE,
          DataType.STRING,
          DataType.BINARY,
          DataType.decimal(30, 2));

  private RandomKeys() {}

  public static Schema schema(Random random, int columns) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      DataType type = TYPES.get(random.nextInt(TYPES.size()));
      fields.add(new Field("c" + i, type.withNullable(random.nextBoolean())));
    }
    return new Schema(fields);
  }

  public static @Nullable Object[] row(Schema schema, Random random, int range) {
    Object[] row = new Object[schema.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(schema.type(i), random, range);
    }
    return row;
  }

  public static @Nullable Object value(DataType type, Random random, int range) {
    if (type.nullable() && random.nextInt(6) == 0) {
      return null;
    }
    int number = random.nextInt(range) - range / 2;
    return switch (type.layout()) {
      case BOOLEAN -> number > 0;
      case INT -> number * 1_000_003;
      case LONG -> {
        long whole = number * (number % 2 == 0 ? 1L : 1_000_000_000_007L);
        yield type.kind() == TypeKind.DECIMAL
            ? (Object) BigDecimal.valueOf(whole, type.scale())
            : (Object) whole;
      }
      case DOUBLE -> number == 3 ? Double.NaN : number == 0 ? -0.0 : number / 3.0;
      case INT128 -> new BigDecimal(BigInteger.valueOf(number).multiply(BigInteger.TEN.pow(20)), 2);
      case BYTES -> {
        String text = "\0".repeat(Math.floorMod(number, 3)) + "k".repeat(Math.abs(number)) + number;
        yield type.equals(DataType.STRING.withNullable(type.nullable()))
            ? text
            : text.getBytes(StandardCharsets.UTF_8);
      }
    };
  }

  /** The row in a form that equals that of every equal key. */
  public static List<Object> normal(@Nullable Object[] row) {
    List<Object> normal = new ArrayList<>();
    for (Object value : row) {
      if (value == null) {
        normal.add("NULL");
      } else if (value instanceof byte[] bytes) {
        normal.add("0x" + HexFormat.of().formatHex(bytes));
      } else if (value instanceof Double number) {
        normal.add(number + 0.0);
      } else {
        normal.add(value);
      }
    }
    return normal;
  }

  public static boolean isWhole(DataType type) {
    return type.layout() == Layout.LONG || type.layout() == Layout.INT;
  }
}
