package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.Suggestions;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.TypeKind;
import io.millrace.sql.grammar.MillraceSqlParser.ArraySuffixContext;
import io.millrace.sql.grammar.MillraceSqlParser.DataTypeContext;
import io.millrace.sql.grammar.MillraceSqlParser.FieldTypeContext;
import io.millrace.sql.grammar.MillraceSqlParser.NestedTypeContext;
import io.millrace.sql.grammar.MillraceSqlParser.ScalarTypeContext;
import io.millrace.sql.grammar.MillraceSqlParser.TypeArgumentsContext;
import io.millrace.sql.statement.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Reads the type of a column. FLOAT without a precision is the 32-bit REAL, as in Spark and Flink;
 * TIMESTAMP is without time zone, as in the standard.
 */
final class TypeReader {
  /** The types without parameters, under all their names. */
  private static final Map<String, DataType> PLAIN = plain();

  /** The types that take parameters. */
  private static final Set<String> WITH_PARAMETERS =
      Set.of(
          "DECIMAL",
          "NUMERIC",
          "DEC",
          "CHAR",
          "CHARACTER",
          "VARCHAR",
          "FLOAT",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMP_NTZ",
          "TIMESTAMP_LTZ",
          "DATETIME",
          "BINARY",
          "VARBINARY");

  private static final Set<String> NOT_YET =
      Set.of(
          "ARRAY",
          "MAP",
          "ROW",
          "STRUCT",
          "MULTISET",
          "UUID",
          "UNSIGNED",
          "UINT",
          "SMALLSERIAL",
          "UHUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UBIGINT",
          "UINTEGER",
          "XML",
          "GEOMETRY",
          "GEOGRAPHY",
          "BIT",
          "ENUM",
          "SERIAL",
          "BIGSERIAL",
          "MONEY",
          "HUGEINT",
          "OBJECT",
          "LIST",
          "UNION",
          "TIMETZ",
          "INTERVAL");

  private static final int MAX_TIME_PRECISION = 6;
  private static final int MAX_TEXT_LENGTH = Integer.MAX_VALUE;
  private static final int SINGLE_FLOAT_DIGITS = 24;
  private static final int DOUBLE_FLOAT_DIGITS = 53;

  private final StatementTokens tokens;

  TypeReader(StatementTokens tokens) {
    this.tokens = tokens;
  }

  private static Map<String, DataType> plain() {
    Map<String, DataType> types = new HashMap<>();
    name(types, DataType.BOOLEAN, "BOOLEAN", "BOOL");
    name(types, DataType.TINYINT, "TINYINT", "BYTE", "INT1");
    name(types, DataType.SMALLINT, "SMALLINT", "SHORT", "INT2");
    name(types, DataType.INTEGER, "INTEGER", "INT", "INT4");
    name(types, DataType.BIGINT, "BIGINT", "LONG", "INT8");
    name(types, DataType.REAL, "REAL", "FLOAT4", "FLOAT");
    name(types, DataType.DOUBLE, "DOUBLE", "FLOAT8");
    name(types, DataType.STRING, "STRING", "TEXT", "VARCHAR");
    name(types, DataType.BINARY, "BINARY", "VARBINARY", "BYTES", "BLOB", "BYTEA");
    name(types, DataType.DATE, "DATE");
    name(types, DataType.TIME, "TIME");
    name(types, DataType.TIMESTAMP, "TIMESTAMP", "TIMESTAMP_NTZ", "DATETIME");
    name(types, DataType.TIMESTAMP_LTZ, "TIMESTAMP_LTZ");
    name(types, DataType.BARE_DECIMAL, "DECIMAL", "NUMERIC", "DEC");
    name(types, DataType.character(1), "CHAR", "CHARACTER");
    name(types, DataType.JSON, "JSON");
    name(types, DataType.JSONB, "JSONB");
    name(types, DataType.VARIANT, "VARIANT");
    return Map.copyOf(types);
  }

  private static void name(Map<String, DataType> types, DataType type, String... names) {
    for (String name : names) {
      types.put(name, type);
    }
  }

  /** The type, nullable. */
  DataType read(DataTypeContext type) {
    DataType read =
        type.scalarType() == null ? nested(type.nestedType()) : scalar(type.scalarType());
    for (ArraySuffixContext suffix : type.arraySuffix()) {
      if (suffix.MULTISET() != null) {
        throw notYet(tokens.textOf(type), "", tokens.position(type));
      }
      read = DataType.array(read);
    }
    return read;
  }

  private DataType nested(NestedTypeContext nested) {
    if (nested.MULTISET() != null) {
      throw notYet(tokens.textOf(nested), "", tokens.position(nested));
    }
    if (nested.ARRAY() != null) {
      return DataType.array(read(nested.dataType(0)));
    }
    if (nested.MAP() != null) {
      return DataType.map(read(nested.dataType(0)), read(nested.dataType(1)));
    }
    List<Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (FieldTypeContext field : nested.fieldType()) {
      Identifier name = tokens.identifier(field.name());
      if (!names.add(name.text().toLowerCase(Locale.ROOT))) {
        throw error(ErrorCode.COLUMN_DUPLICATE, name.text()).at(name.position()).build();
      }
      if (field.NOT() != null) {
        throw notYet(tokens.textOf(field), ": a field can always be NULL", tokens.position(field));
      }
      fields.add(new Field(name.text(), read(field.dataType())));
    }
    if (fields.isEmpty()) {
      throw notYet(tokens.textOf(nested), ": it has no fields", tokens.position(nested));
    }
    return DataType.row(fields);
  }

  private DataType scalar(ScalarTypeContext scalar) {
    if (scalar.INTERVAL() != null) {
      return interval(scalar);
    }
    if (scalar.PRECISION() != null) {
      return DataType.DOUBLE;
    }
    List<Integer> arguments = arguments(scalar.typeArguments(0));
    if (scalar.VARYING() != null) {
      return withArguments("VARCHAR", DataType.STRING, arguments, scalar);
    }
    if (scalar.ZONE() != null) {
      return zoned(scalar, arguments);
    }
    return named(scalar, arguments);
  }

  private DataType named(ScalarTypeContext scalar, List<Integer> arguments) {
    String written =
        scalar.name() != null
            ? StatementTokens.unquoted(scalar.name().getText())
            : scalar.getStart().getText();
    String name = StatementTokens.upper(written);
    DataType type = PLAIN.get(name);
    if (type != null) {
      return withArguments(name, type, arguments, scalar);
    }
    if (name.equals("TIMESTAMPTZ")) {
      throw withZone(scalar);
    }
    if (NOT_YET.contains(name)) {
      throw notYet(written, "", tokens.position(scalar));
    }
    List<String> known = new ArrayList<>(PLAIN.keySet());
    known.sort(null);
    MillraceException.Builder error =
        error(ErrorCode.TYPE_NOT_FOUND, written).at(tokens.position(scalar.getStart()));
    Suggestions.nearest(name, known).ifPresent(near -> error.hint("did you mean " + near + "?"));
    throw error.build();
  }

  private DataType zoned(ScalarTypeContext scalar, List<Integer> arguments) {
    boolean time = scalar.TIME(0) == scalar.getChild(0);
    if (scalar.WITHOUT() != null) {
      String name = time ? "TIME" : "TIMESTAMP";
      return withArguments(name, PLAIN.get(name), arguments, scalar);
    }
    if (time) {
      throw notYet(tokens.textOf(scalar), "", tokens.position(scalar));
    }
    if (scalar.LOCAL() == null) {
      throw withZone(scalar);
    }
    return withArguments("TIMESTAMP_LTZ", DataType.TIMESTAMP_LTZ, arguments, scalar);
  }

  private MillraceException withZone(ScalarTypeContext scalar) {
    return error(
            ErrorCode.TYPE_NOT_SUPPORTED,
            tokens.textOf(scalar),
            ": a value does not keep a zone of its own")
        .at(tokens.position(scalar))
        .hint("for a point in time, write TIMESTAMP_LTZ; for a wall clock, TIMESTAMP")
        .build();
  }

  private DataType interval(ScalarTypeContext scalar) {
    String unit = StatementTokens.upper(scalar.TIME_UNIT(0).getText());
    return unit.startsWith("YEAR") || unit.startsWith("MONTH")
        ? DataType.INTERVAL_MONTH
        : DataType.INTERVAL_DAY;
  }

  private DataType withArguments(
      String name, DataType type, List<Integer> arguments, ScalarTypeContext scalar) {
    if (arguments.isEmpty()) {
      return type;
    }
    SourcePosition place = tokens.position(scalar);
    if (!WITH_PARAMETERS.contains(name)) {
      throw error(ErrorCode.SYNTAX_ERROR, "type " + name + " takes no length")
          .at(tokens.position(scalar.typeArguments(0)))
          .build();
    }
    int first = arguments.get(0);
    if (arguments.size() > 1 && type.kind() != TypeKind.DECIMAL) {
      throw error(ErrorCode.SYNTAX_ERROR, "type " + name + " takes one number")
          .at(tokens.position(scalar.typeArguments(0)))
          .build();
    }
    return switch (type.kind()) {
      case DECIMAL -> decimal(first, arguments.size() > 1 ? arguments.get(1) : 0, scalar);
      case CHAR -> DataType.character(checked(first, 1, MAX_TEXT_LENGTH, "a length", scalar));
      case VARCHAR -> DataType.varchar(checked(first, 1, MAX_TEXT_LENGTH, "a length", scalar));
      case TIME, TIMESTAMP, TIMESTAMP_LTZ ->
          new DataType(
              type.kind(), checked(first, 0, MAX_TIME_PRECISION, "a precision", scalar), 0, true);
      case REAL ->
          checked(first, 1, DOUBLE_FLOAT_DIGITS, "a precision", scalar) <= SINGLE_FLOAT_DIGITS
              ? DataType.REAL
              : DataType.DOUBLE;
      case BINARY ->
          throw error(ErrorCode.TYPE_NOT_SUPPORTED, tokens.textOf(scalar), "")
              .at(place)
              .hint("write BINARY without a length")
              .build();
      case BOOLEAN,
          TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          DOUBLE,
          DATE,
          ARRAY,
          MAP,
          ROW,
          JSON,
          JSONB,
          VARIANT,
          INTERVAL_DAY,
          INTERVAL_MONTH,
          NULL ->
          throw new IllegalStateException(name + " takes no parameters");
    };
  }

  private DataType decimal(int precision, int scale, ScalarTypeContext scalar) {
    checked(precision, 1, DataType.MAX_DECIMAL_PRECISION, "a precision", scalar);
    if (scale > precision) {
      throw error(
              ErrorCode.VALUE_INVALID,
              "a decimal of "
                  + precision
                  + " digits cannot have "
                  + scale
                  + " of them behind the point")
          .at(tokens.position(scalar))
          .build();
    }
    return DataType.decimal(precision, scale);
  }

  private int checked(int value, int least, int most, String what, ScalarTypeContext scalar) {
    if (value < least || value > most) {
      throw error(
              ErrorCode.TYPE_NOT_SUPPORTED,
              tokens.textOf(scalar),
              ": it can have " + what + " from " + least + " to " + most)
          .at(tokens.position(scalar))
          .build();
    }
    return value;
  }

  private List<Integer> arguments(TypeArgumentsContext list) {
    List<Integer> arguments = new ArrayList<>();
    if (list != null) {
      for (TerminalNode number : list.NUMBER_TEXT()) {
        try {
          arguments.add(Integer.parseInt(number.getText()));
        } catch (NumberFormatException notWhole) {
          throw error(ErrorCode.SYNTAX_ERROR, number.getText() + " is not a length")
              .at(tokens.position(number.getSymbol()))
              .cause(notWhole)
              .build();
        }
      }
    }
    return arguments;
  }

  private static MillraceException notYet(String type, String why, SourcePosition place) {
    return error(ErrorCode.TYPE_NOT_SUPPORTED, type, why).at(place).build();
  }
}
