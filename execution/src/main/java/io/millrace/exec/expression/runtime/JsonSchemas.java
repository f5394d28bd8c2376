package io.millrace.exec.expression.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SCHEMA_OF_JSON: the type that a value of JSON has, as FROM_JSON takes it. */
final class JsonSchemas {
  private static final int MOST_DIGITS = 38;

  private JsonSchemas() {}

  private sealed interface Type {}

  private record Nothing() implements Type {}

  private record Named(String name) implements Type {}

  private record Exact(int digits) implements Type {}

  private record Array(Type element) implements Type {}

  private record Struct(Map<String, Type> fields) implements Type {}

  private static final Type STRING = new Named("STRING");
  private static final Type BIGINT = new Named("BIGINT");
  private static final Type DOUBLE = new Named("DOUBLE");

  /** The type; null if it is no JSON. */
  static @Nullable String of(byte[] json) {
    try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
      if (parser.nextToken() == null) {
        return null;
      }
      Type type = read(parser);
      return parser.nextToken() == null ? text(type) : null;
    } catch (IOException invalid) {
      return null;
    }
  }

  private static Type read(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Type> fields = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, read(parser));
        }
        return new Struct(fields);
      }
      case START_ARRAY -> {
        List<Type> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser));
        }
        return new Array(elements.stream().reduce(new Nothing(), JsonSchemas::common));
      }
      case VALUE_NUMBER_INT -> {
        BigDecimal number = new BigDecimal(parser.getText());
        try {
          number.longValueExact();
          return BIGINT;
        } catch (ArithmeticException large) {
          return number.precision() <= MOST_DIGITS ? new Exact(number.precision()) : DOUBLE;
        }
      }
      case VALUE_NUMBER_FLOAT -> {
        return DOUBLE;
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        return new Named("BOOLEAN");
      }
      case VALUE_NULL -> {
        return new Nothing();
      }
      default -> {
        return STRING;
      }
    }
  }

  private static Type common(Type a, Type b) {
    if (a instanceof Nothing || a.equals(b)) {
      return b;
    }
    if (b instanceof Nothing) {
      return a;
    }
    if (a instanceof Array x && b instanceof Array y) {
      return new Array(common(x.element(), y.element()));
    }
    if (a instanceof Struct x && b instanceof Struct y) {
      Map<String, Type> fields = new TreeMap<>(x.fields());
      y.fields().forEach((name, type) -> fields.merge(name, type, JsonSchemas::common));
      return new Struct(fields);
    }
    if (isNumber(a) && isNumber(b)) {
      return a.equals(DOUBLE) || b.equals(DOUBLE)
          ? DOUBLE
          : new Exact(Math.max(digits(a), digits(b)));
    }
    return STRING;
  }

  private static boolean isNumber(Type type) {
    return type instanceof Exact || type.equals(BIGINT) || type.equals(DOUBLE);
  }

  private static int digits(Type type) {
    return type instanceof Exact exact ? exact.digits() : 20;
  }

  private static String text(Type type) {
    if (type instanceof Named named) {
      return named.name();
    } else if (type instanceof Exact exact) {
      return "DECIMAL(" + exact.digits() + ",0)";
    } else if (type instanceof Array array) {
      return "ARRAY<" + text(array.element()) + ">";
    } else if (type instanceof Struct struct) {
      return struct.fields().entrySet().stream()
          .map(field -> name(field.getKey()) + ": " + text(field.getValue()))
          .collect(Collectors.joining(", ", "STRUCT<", ">"));
    }
    return "STRING";
  }

  private static String name(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "`" + name.replace("`", "``") + "`";
  }
}
