package io.millrace.exec.build;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Function;
import io.millrace.plan.physical.JoinType;
import io.millrace.plan.physical.OperatorSpec.JoinSpec;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Joins of every kind over two inputs, and random changes of those. */
final class JoinCases {
  static final Schema LEFT =
      Schema.of(new Field("k", DataType.STRING), new Field("v", DataType.INTEGER));
  static final Schema RIGHT =
      Schema.of(
          new Field("w", DataType.INTEGER),
          new Field("k", DataType.STRING),
          new Field("t", DataType.STRING));
  private static final SourceSpec LEFT_SOURCE = TestSources.source("l", LEFT);
  private static final SourceSpec RIGHT_SOURCE = TestSources.source("r", RIGHT);

  /** v < w */
  private static final Expression CONDITION =
      new Expression.Call(
          Function.LESS,
          List.of(
              new ColumnReference(1, DataType.INTEGER), new ColumnReference(2, DataType.INTEGER)),
          DataType.BOOLEAN,
          Optional.empty());

  private JoinCases() {}

  /**
   * A join.
   *
   * @param keyed whether rows are matched by equal keys
   * @param asked whether pairs have to meet a condition, too
   */
  static JoinSpec spec(
      JoinType type, boolean keyed, boolean nullSafe, boolean asked, boolean atEnd) {
    List<Field> fields = new ArrayList<>(LEFT.fields());
    if (type.givesBoth()) {
      fields.addAll(RIGHT.fields());
    }
    return new JoinSpec(
        "j",
        LEFT_SOURCE,
        RIGHT_SOURCE,
        type,
        keyed ? List.of(0) : List.of(),
        keyed ? List.of(1) : List.of(),
        keyed ? List.of(nullSafe) : List.of(),
        asked ? Optional.of(CONDITION) : Optional.empty(),
        atEnd,
        false,
        new Schema(fields));
  }

  /** Makes rows. */
  interface RowMaker {
    List<Object> row(Random random);
  }

  static List<Object> leftRow(Random random) {
    return Arrays.asList(key(random), random.nextInt(5) == 0 ? null : random.nextInt(4));
  }

  static List<Object> rightRow(Random random) {
    return Arrays.asList(
        random.nextInt(4), key(random), "a text that is long " + random.nextInt(2));
  }

  private static Object key(Random random) {
    return random.nextInt(5) == 0 ? null : "key " + random.nextInt(3);
  }

  /**
   * Random changes of an input, some of which come before what they take back.
   *
   * @param all whether everything goes
   */
  static List<Change> change(
      Map<List<Object>, Long> input,
      Random random,
      boolean insertOnly,
      boolean all,
      RowMaker rows) {
    List<Change> changes = new ArrayList<>();
    for (int i = all ? 0 : random.nextInt(10); i > 0; i--) {
      List<Object> row = rows.row(random);
      changes.add(new Change(1 + random.nextInt(2), row));
      if (!insertOnly && random.nextInt(4) == 0) {
        changes.add(new Change(-1, row));
      }
    }
    if (!insertOnly) {
      input.forEach(
          (row, weight) -> {
            if (all || random.nextInt(3) == 0) {
              changes.add(new Change(all ? -weight.intValue() : -1, row));
            }
          });
      Collections.shuffle(changes, random);
    }
    changes.forEach(change -> input.merge(change.row(), (long) change.weight(), Long::sum));
    input.values().removeIf(weight -> weight == 0);
    return changes;
  }
}
