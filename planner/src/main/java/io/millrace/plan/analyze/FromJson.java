package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.sql.parse.StatementParser;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.TableElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;

/**
 * {@code FROM_JSON(text, 'a INT, b ARRAY<STRING>' [, MAP['mode', 'FAILFAST']])}: a row, array or
 * map of a type that is told as columns of a table are.
 */
public final class FromJson extends SqlFunction {
  static final FromJson INSTANCE = new FromJson();

  private FromJson() {
    super(
        "FROM_JSON",
        SqlKind.OTHER_FUNCTION,
        FromJson::type,
        null,
        OperandTypes.or(
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER),
            OperandTypes.family(
                SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER, SqlTypeFamily.MAP)),
        SqlFunctionCategory.SYSTEM);
  }

  private static RelDataType type(SqlOperatorBinding binding) {
    if (!binding.isOperandLiteral(1, false)) {
      throw error(ErrorCode.NOT_SUPPORTED, "FROM_JSON with a schema that is not constant")
          .hint("write the schema as text:   FROM_JSON(json, 'a INT, b STRING')")
          .build();
    }
    String schema = binding.getOperandLiteralValue(1, String.class);
    RelDataTypeFactory factory = binding.getTypeFactory();
    return SqlTypes.toCalcite(read(schema == null ? "" : schema), factory);
  }

  /** A type in Spark's words: one type, or columns, which are those of a row. */
  static DataType read(String schema) {
    String text = schema.strip();
    String first = text.split("[^A-Za-z]", 2)[0].toUpperCase(Locale.ROOT);
    boolean single =
        List.of("ARRAY", "MAP", "STRUCT", "ROW").contains(first)
            && text.substring(first.length()).strip().startsWith("<");
    String columns = single ? "\"value\" " + text : "\"value\" STRUCT<" + text + ">";
    try {
      Statement.CreateRelation table =
          (Statement.CreateRelation) StatementParser.parse("CREATE TABLE t (" + columns + ")");
      DataType type = ((TableElement.PhysicalColumn) table.elements().get(0)).type();
      return nullable(type);
    } catch (MillraceException wrong) {
      throw error(
              ErrorCode.QUERY_INVALID, "the schema '" + schema + "' is none: " + wrong.summary())
          .hint("as columns of a table:   'a INT, b ARRAY<STRING>'")
          .build();
    }
  }

  private static DataType nullable(DataType type) {
    List<Field> children = new ArrayList<>();
    for (Field child : type.children()) {
      children.add(new Field(child.name(), nullable(child.type())));
    }
    return switch (type.kind()) {
      case ARRAY -> DataType.array(children.get(0).type());
      case MAP -> DataType.map(children.get(0).type(), children.get(1).type());
      case ROW -> DataType.row(children);
      default -> type.withNullable(true);
    };
  }

  /** Whether what does not fit is an error. Refuses options that are not known. */
  public static boolean isStrict(List<RexNode> operands) {
    if (operands.size() < 3) {
      return false;
    }
    List<RexNode> options = operands.get(2) instanceof RexCall map ? map.getOperands() : List.of();
    boolean strict = false;
    for (int i = 0; i + 1 < options.size(); i += 2) {
      String name = text(options.get(i)).toLowerCase(Locale.ROOT);
      String value = text(options.get(i + 1)).toUpperCase(Locale.ROOT);
      if (!name.equals("mode") || !List.of("PERMISSIVE", "FAILFAST").contains(value)) {
        throw error(ErrorCode.NOT_SUPPORTED, "the option " + name + " of from_json")
            .hint("there is   MAP['mode', 'PERMISSIVE']   and   MAP['mode', 'FAILFAST']")
            .build();
      }
      strict = value.equals("FAILFAST");
    }
    if (options.isEmpty()) {
      throw error(ErrorCode.NOT_SUPPORTED, "options of from_json that are not constant")
          .hint("there is   MAP['mode', 'PERMISSIVE']   and   MAP['mode', 'FAILFAST']")
          .build();
    }
    return strict;
  }

  private static String text(RexNode node) {
    RexNode plain = node;
    while (plain instanceof RexCall cast && cast.getKind() == SqlKind.CAST) {
      plain = cast.getOperands().get(0);
    }
    String text = plain instanceof RexLiteral literal ? literal.getValueAs(String.class) : null;
    return text == null ? "" : text;
  }
}
