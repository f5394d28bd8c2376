package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.analyze.SqlTypes;
import io.millrace.plan.expression.Expression;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.ParameterExpression;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgramBuilder;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/**
 * Functions without own code, in Calcite's implementation, as the source of one static method. The
 * method takes the arguments boxed; constants that choose what the function does stay inside.
 */
final class ForeignFunctions {
  private static final Pattern USES_CONTEXT = Pattern.compile("\\broot\\b");

  private static final int MILLISECONDS = 3;

  private ForeignFunctions() {}

  static Expression convert(ExpressionConverter converter, RexCall call) {
    check(call);
    JavaTypeFactory types = (JavaTypeFactory) converter.typeFactory();
    List<RexNode> arguments = new ArrayList<>();
    RelDataTypeFactory.Builder row = types.builder();
    for (RexNode operand : call.getOperands()) {
      if (!(operand instanceof RexLiteral)) {
        row.add("argument" + arguments.size(), operand.getType());
        arguments.add(operand);
      }
    }
    RelDataType rowType = row.build();
    RexBuilder builder = converter.rexBuilder();
    List<RexNode> over = new ArrayList<>();
    int next = 0;
    for (RexNode operand : call.getOperands()) {
      over.add(operand instanceof RexLiteral ? operand : builder.makeInputRef(rowType, next++));
    }
    RexNode inner = builder.makeCall(call.getType(), call.getOperator(), over);
    String source = source(types, builder, rowType, inner, call);
    List<Expression> converted = new ArrayList<>();
    for (RexNode argument : arguments) {
      converted.add(converter.convert(argument));
    }
    return new Expression.Foreign(
        name(call),
        methodName(source),
        source,
        false,
        converted,
        ExpressionConverter.type(call),
        ExpressionConverter.position(call));
  }

  private static String name(RexCall call) {
    return call.getOperator().getName().toLowerCase(Locale.ROOT);
  }

  private static void check(RexCall call) {
    switch (call.getOperator().getName()) {
      case "JSON_INSERT", "JSON_SET", "JSON_REPLACE" ->
          throw FunctionConversion.notSupported(call, ": numbers and JSON would go in as text");
      case "JSON_REMOVE", "JSON_KEYS", "JSON_TYPE" ->
          throw FunctionConversion.notSupported(call, ": it differs from engine to engine");
      default -> {}
    }
    if (!call.getOperator().isDeterministic() || call.getOperator().isDynamicFunction()) {
      throw FunctionConversion.notSupported(call, "");
    }
    DataType result;
    try {
      result = ExpressionConverter.type(call);
    } catch (MillraceException e) {
      throw e.at(ExpressionConverter.position(call).orElseThrow(() -> e));
    }
    List<DataType> all = new ArrayList<>();
    all.add(result);
    for (RexNode operand : call.getOperands()) {
      if (operand instanceof RexLiteral literal && isWhole(literal)) {
        continue;
      }
      try {
        all.add(ExpressionConverter.type(operand));
      } catch (MillraceException e) {
        throw FunctionConversion.notSupported(call, " here: " + e.summary());
      }
    }
    for (DataType type : all) {
      if (type.kind().isNested() || type.kind().isJson()) {
        throw FunctionConversion.notSupported(call, " on " + type.sql());
      }
      if (type.kind() == TypeKind.TIME
          || type.kind().isTimestamp()
          || type.kind() == TypeKind.INTERVAL_DAY) {
        throw FunctionConversion.notSupported(
            call, " on " + type.sql() + ", of which it would lose the microseconds");
      }
    }
  }

  /** Whether Calcite's functions see all of a constant: they know milliseconds, not less. */
  private static boolean isWhole(RexLiteral literal) {
    if (literal.isNull()) {
      return true;
    }
    return switch (literal.getType().getSqlTypeName()) {
      case TIME -> {
        TimeString time = requireNonNull(literal.getValueAs(TimeString.class));
        yield time.equals(time.round(MILLISECONDS));
      }
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
        TimestampString time = requireNonNull(literal.getValueAs(TimestampString.class));
        yield time.equals(time.round(MILLISECONDS));
      }
      default -> true;
    };
  }

  private static String source(
      JavaTypeFactory types,
      RexBuilder builder,
      RelDataType rowType,
      RexNode inner,
      RexCall original) {
    RexProgramBuilder program = new RexProgramBuilder(rowType, builder);
    program.addProject(inner, "result");
    BlockBuilder block = new BlockBuilder();
    List<ParameterExpression> parameters = new ArrayList<>();
    for (int i = 0; i < rowType.getFieldCount(); i++) {
      parameters.add(
          Expressions.parameter(
              Modifier.FINAL, boxed(rowType.getFieldList().get(i).getType()), "argument" + i));
    }
    RexToLixTranslator.InputGetter inputs =
        new RexToLixTranslator.InputGetter() {
          @Override
          public org.apache.calcite.linq4j.tree.Expression field(
              BlockBuilder list,
              int index,
              @org.checkerframework.checker.nullness.qual.Nullable Type storageType) {
            ParameterExpression parameter = parameters.get(index);
            RelDataType type = rowType.getFieldList().get(index).getType();
            return type.isNullable() ? parameter : Expressions.unbox(parameter);
          }
        };
    try {
      ParameterExpression root = Expressions.parameter(Modifier.FINAL, DataContext.class, "root");
      List<org.apache.calcite.linq4j.tree.Expression> results =
          RexToLixTranslator.translateProjects(
              program.getProgram(),
              types,
              SqlConformanceEnum.DEFAULT,
              block,
              null,
              (PhysType) null,
              root,
              inputs,
              null);
      block.add(Expressions.return_(null, Expressions.box(results.get(0))));
    } catch (RuntimeException e) {
      throw error(ErrorCode.FUNCTION_NOT_SUPPORTED, name(original), "")
          .at(ExpressionConverter.position(original))
          .cause(e)
          .build();
    }
    Class<?> result = boxed(original.getType());
    String body =
        Expressions.toString(
            Expressions.methodDecl(
                Modifier.PUBLIC | Modifier.STATIC,
                result,
                "METHOD",
                ImmutableList.copyOf(parameters),
                block.toBlock()));
    if (USES_CONTEXT.matcher(body).find()) {
      throw FunctionConversion.notSupported(original, "");
    }
    return body.replace(" METHOD(", " foreign" + Integer.toHexString(body.hashCode()) + "(");
  }

  private static String methodName(String source) {
    int end = source.indexOf('(');
    return source.substring(source.lastIndexOf(' ', end) + 1, end);
  }

  private static Class<?> boxed(RelDataType type) {
    return switch (SqlTypes.toDataType(type).kind()) {
      case BOOLEAN -> Boolean.class;
      case TINYINT -> Byte.class;
      case SMALLINT -> Short.class;
      case INTEGER, DATE, INTERVAL_MONTH -> Integer.class;
      case BIGINT, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY -> Long.class;
      case DECIMAL -> BigDecimal.class;
      case REAL -> Float.class;
      case DOUBLE -> Double.class;
      case CHAR, VARCHAR -> String.class;
      case BINARY -> ByteString.class;
      case ARRAY, MAP, ROW, JSON, JSONB, VARIANT ->
          throw new IllegalArgumentException("foreign " + type);
      case NULL -> Object.class;
    };
  }
}
