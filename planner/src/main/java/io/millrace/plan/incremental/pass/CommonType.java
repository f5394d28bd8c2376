package io.millrace.plan.incremental.pass;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The type two values are compared or joined in. */
final class CommonType {
  private static final int INTEGER_DIGITS = 10;
  private static final int BIGINT_DIGITS = 19;

  private CommonType() {}

  /** Empty if the types do not mix. */
  static Optional<DataType> of(DataType left, DataType right) {
    boolean nullable = left.nullable() || right.nullable();
    return find(left, right).map(type -> type.withNullable(nullable));
  }

  private static Optional<DataType> find(DataType left, DataType right) {
    TypeKind a = left.kind();
    TypeKind b = right.kind();
    if (a == TypeKind.NULL) {
      return Optional.of(right);
    }
    if (b == TypeKind.NULL) {
      return Optional.of(left);
    }
    if (a == b && a.isJson() || a.isText() && b.isJson() || a.isJson() && b.isText()) {
      return a == TypeKind.VARIANT && b != a || b == TypeKind.VARIANT && a != b
          ? Optional.empty()
          : Optional.of(a.isJson() ? left : right);
    }
    if (a.isText() && b.isText()) {
      return Optional.of(DataType.STRING);
    }
    if (a.isNumeric() && b.isNumeric()) {
      return Optional.of(number(left, right));
    }
    if (a == b && a.isNested()) {
      return nested(left, right);
    }
    if (a == b) {
      return Optional.of(left.precision() >= right.precision() ? left : right);
    }
    boolean leftDate = a == TypeKind.DATE || a.isTimestamp();
    boolean rightDate = b == TypeKind.DATE || b.isTimestamp();
    if (leftDate && rightDate) {
      return Optional.of(
          a == TypeKind.TIMESTAMP_LTZ || b == TypeKind.TIMESTAMP_LTZ
              ? DataType.TIMESTAMP_LTZ
              : DataType.TIMESTAMP);
    }
    return Optional.empty();
  }

  /** Each child as the type that its two have in common. */
  private static Optional<DataType> nested(DataType left, DataType right) {
    if (left.children().size() != right.children().size()) {
      return Optional.empty();
    }
    List<Field> children = new ArrayList<>();
    for (int i = 0; i < left.children().size(); i++) {
      Optional<DataType> child = of(left.child(i), right.child(i));
      if (child.isEmpty()) {
        return Optional.empty();
      }
      children.add(new Field(left.children().get(i).name(), child.get()));
    }
    return Optional.of(new DataType(left.kind(), 0, 0, true, children));
  }

  private static DataType number(DataType left, DataType right) {
    TypeKind a = left.kind();
    TypeKind b = right.kind();
    if (a.isFloating() || b.isFloating()) {
      return a == TypeKind.REAL && b == TypeKind.REAL ? DataType.REAL : DataType.DOUBLE;
    }
    if (a == TypeKind.DECIMAL || b == TypeKind.DECIMAL) {
      DataType x = asDecimal(left);
      DataType y = asDecimal(right);
      int scale = Math.max(x.scale(), y.scale());
      int whole = Math.max(x.precision() - x.scale(), y.precision() - y.scale());
      int precision = Math.min(DataType.MAX_DECIMAL_PRECISION, whole + scale);
      return DataType.decimal(precision, Math.min(scale, precision));
    }
    return a.ordinal() >= b.ordinal() ? left : right;
  }

  /** The DECIMAL that holds every value of a whole number type. */
  static DataType asDecimal(DataType type) {
    return switch (type.kind()) {
      case TINYINT -> DataType.decimal(3, 0);
      case SMALLINT -> DataType.decimal(5, 0);
      case INTEGER -> DataType.decimal(INTEGER_DIGITS, 0);
      case BIGINT -> DataType.decimal(BIGINT_DIGITS, 0);
      default -> type;
    };
  }
}
