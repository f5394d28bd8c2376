package io.millrace.plan.analyze;

import io.millrace.api.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** What an argument's type must look like: {@code E[]}, {@code {K:V}}, {@code TEXT}. */
public sealed interface NestedPattern {

  /** Any type, the same wherever the name stands; N is a whole number's, J one of JSON. */
  record Variable(String name) implements NestedPattern {}

  /**
   * One of TEXT, INT, BIGINT, BOOL; STR, what can be made text; JSON or JSONB, text that is; or
   * ANY.
   */
  record Plain(String name) implements NestedPattern {}

  record Array(NestedPattern element) implements NestedPattern {}

  record Map(NestedPattern key, NestedPattern value) implements NestedPattern {}

  /** A row of as many fields. */
  record Row(List<String> names, List<NestedPattern> fields) implements NestedPattern {}

  record Lambda(List<NestedPattern> parameters, NestedPattern result) implements NestedPattern {}

  /** Whether a type fits; what variables stand for is noted, or widened to fit. */
  static boolean bind(
      NestedPattern pattern,
      RelDataType type,
      java.util.Map<String, RelDataType> bound,
      RelDataTypeFactory factory) {
    if (isUnknown(type)) {
      return true;
    }
    if (pattern instanceof Variable variable) {
      if (variable.name().equals("N") && !SqlTypeName.INT_TYPES.contains(type.getSqlTypeName())) {
        return false;
      }
      if (variable.name().equals("J") && !JsonSqlType.is(type)) {
        return false;
      }
      RelDataType before = bound.get(variable.name());
      RelDataType common = before == null ? type : factory.leastRestrictive(List.of(before, type));
      if (common == null) {
        return false;
      }
      bound.put(variable.name(), common);
      return true;
    }
    if (pattern instanceof Plain plain) {
      return fits(plain, type);
    }
    if (pattern instanceof Array array) {
      return type.getSqlTypeName() == SqlTypeName.ARRAY
          && bind(array.element(), component(type), bound, factory);
    }
    if (pattern instanceof Map map) {
      return type.getSqlTypeName() == SqlTypeName.MAP
          && bind(map.key(), java.util.Objects.requireNonNull(type.getKeyType()), bound, factory)
          && bind(
              map.value(), java.util.Objects.requireNonNull(type.getValueType()), bound, factory);
    }
    if (pattern instanceof Row row) {
      if (!type.isStruct() || type.getFieldCount() != row.fields().size()) {
        return false;
      }
      List<RelDataTypeField> fields = type.getFieldList();
      for (int i = 0; i < fields.size(); i++) {
        if (!bind(row.fields().get(i), fields.get(i).getType(), bound, factory)) {
          return false;
        }
      }
      return true;
    }
    return false;
  }

  private static RelDataType component(RelDataType array) {
    return java.util.Objects.requireNonNull(array.getComponentType());
  }

  /** A bare NULL, or what is not known yet. */
  static boolean isUnknown(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    return name == SqlTypeName.NULL || name == SqlTypeName.ANY || name == SqlTypeName.UNKNOWN;
  }

  private static boolean fits(Plain plain, RelDataType type) {
    return switch (plain.name()) {
      case "TEXT", "JSON" -> SqlTypeUtil.inCharFamily(type);
      case "ANY" -> true;
      case "JSONB" ->
          SqlTypeUtil.inCharFamily(type)
              || type instanceof JsonSqlType json && json.kind() == TypeKind.JSONB;
      case "INT", "BIGINT" -> SqlTypeName.INT_TYPES.contains(type.getSqlTypeName());
      case "BOOL" -> type.getSqlTypeName() == SqlTypeName.BOOLEAN;
      default -> !type.isStruct() && type.getComponentType() == null && type.getKeyType() == null;
    };
  }

  /** The type that a pattern stands for; what nothing is known of is unknown, nullable. */
  static RelDataType type(
      NestedPattern pattern, java.util.Map<String, RelDataType> bound, RelDataTypeFactory factory) {
    RelDataType type;
    if (pattern instanceof Variable variable) {
      RelDataType known = bound.get(variable.name());
      type = known == null ? factory.createSqlType(SqlTypeName.NULL) : unpadded(known, factory);
    } else if (pattern instanceof Plain plain) {
      type =
          switch (plain.name()) {
            case "INT" -> factory.createSqlType(SqlTypeName.INTEGER);
            case "BIGINT" -> factory.createSqlType(SqlTypeName.BIGINT);
            case "BOOL" -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case "JSON", "JSONB", "VARIANT" ->
                new JsonSqlType(TypeKind.valueOf(plain.name()), false);
            default -> factory.createSqlType(SqlTypeName.VARCHAR);
          };
    } else if (pattern instanceof Array array) {
      type = factory.createArrayType(type(array.element(), bound, factory), -1);
    } else if (pattern instanceof Map map) {
      type =
          factory.createMapType(type(map.key(), bound, factory), type(map.value(), bound, factory));
    } else if (pattern instanceof Row row) {
      type =
          factory.createStructType(
              StructKind.FULLY_QUALIFIED,
              row.fields().stream().map(field -> type(field, bound, factory)).toList(),
              row.names());
    } else {
      return type(((Lambda) pattern).result(), bound, factory);
    }
    return factory.createTypeWithNullability(type, true);
  }

  /** Text inside of nested values has no fixed length. */
  private static RelDataType unpadded(RelDataType type, RelDataTypeFactory factory) {
    return type.getSqlTypeName() == SqlTypeName.CHAR
        ? factory.createSqlType(SqlTypeName.VARCHAR)
        : type;
  }

  /** The pattern as people read it. */
  static String text(NestedPattern pattern) {
    if (pattern instanceof Variable variable) {
      return variable.name();
    } else if (pattern instanceof Plain plain) {
      return plain.name().toLowerCase(Locale.ROOT);
    } else if (pattern instanceof Array array) {
      return text(array.element()) + "[]";
    } else if (pattern instanceof Map map) {
      return "map<" + text(map.key()) + ", " + text(map.value()) + ">";
    } else if (pattern instanceof Row row) {
      return row.fields().stream()
          .map(NestedPattern::text)
          .collect(Collectors.joining(", ", "row(", ")"));
    }
    Lambda lambda = (Lambda) pattern;
    return lambda.parameters().stream()
            .map(NestedPattern::text)
            .collect(Collectors.joining(", ", "(", ")"))
        + " -> "
        + text(lambda.result());
  }

  /** Reads {@code E[], (E, INT) => R}: patterns with commas between them. */
  static List<NestedPattern> list(String text) {
    Reader reader = new Reader(text.replace(" ", ""));
    List<NestedPattern> patterns = new ArrayList<>();
    while (!reader.atEnd()) {
      patterns.add(reader.pattern());
      reader.skip(",");
    }
    return patterns;
  }

  /** Walks over a signature. */
  final class Reader {
    private final String text;
    private int at;

    private Reader(String text) {
      this.text = text;
    }

    private boolean atEnd() {
      return at == text.length();
    }

    private boolean skip(String token) {
      if (!text.startsWith(token, at)) {
        return false;
      }
      at += token.length();
      return true;
    }

    private NestedPattern pattern() {
      NestedPattern read;
      if (skip("(")) {
        List<NestedPattern> parameters = until(")");
        skip("=>");
        return new Lambda(parameters, pattern());
      } else if (skip("{")) {
        NestedPattern key = pattern();
        skip(":");
        read = new Map(key, pattern());
        skip("}");
      } else if (skip("<")) {
        List<NestedPattern> fields = until(">");
        read = new Row(List.of("key", "value"), fields);
      } else {
        int from = at;
        while (!atEnd() && Character.isLetter(text.charAt(at))) {
          at++;
        }
        String name = text.substring(from, at);
        read = name.length() == 1 ? new Variable(name) : new Plain(name);
      }
      while (skip("[]")) {
        read = new Array(read);
      }
      return read;
    }

    private List<NestedPattern> until(String end) {
      List<NestedPattern> patterns = new ArrayList<>();
      while (!skip(end)) {
        patterns.add(pattern());
        skip(",");
      }
      return patterns;
    }
  }
}
