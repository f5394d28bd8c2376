package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Schema;
import io.millrace.plan.analyze.RowLimits;
import io.millrace.plan.analyze.SqlTypes;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.TopN.Counting;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;

/** ORDER BY, LIMIT, OFFSET and FETCH. */
final class SortConversion {
  private SortConversion() {}

  /** A sort within a query: its cut. The order of what it leaves is nobody's. */
  static PlanNode convert(RelConverter converter, Sort sort) {
    PlanNode input = converter.convert(sort.getInput());
    if (sort.offset == null && sort.fetch == null) {
      return input;
    }
    Counting counting = isWithTies(sort) ? Counting.RANK : Counting.ROWS;
    return TopNConversion.cut(input, ordering(converter, sort), counting);
  }

  /**
   * The same sort, before projections that do not keep the order it takes from a query in FROM: the
   * first rows are those of it all the same.
   */
  static RelNode settled(Sort sort) {
    if (keys(sort).isEmpty()
        && inherited(sort.getInput()).isEmpty()
        && sort.getInput() instanceof Project project
        && !RexOver.containsOver(project.getProjects(), null)
        && isOrdered(project.getInput())) {
      RelNode below = settled((Sort) sort.copy(sort.getTraitSet(), List.of(project.getInput())));
      return project.copy(project.getTraitSet(), List.of(below));
    }
    return sort;
  }

  private static boolean isOrdered(RelNode rel) {
    return !inherited(rel).isEmpty()
        || rel instanceof Project project
            && !RexOver.containsOver(project.getProjects(), null)
            && isOrdered(project.getInput());
  }

  /** Whether rows that tie with the last one are given too. */
  static boolean isWithTies(Sort sort) {
    return sort.fetch instanceof RexLiteral literal
        && literal.getValue() instanceof BigDecimal rows
        && RowLimits.isWithTies(rows);
  }

  static Ordering ordering(RelConverter converter, Sort sort) {
    List<SortKey> keys = keys(sort);
    if (keys.isEmpty()) {
      keys = inherited(sort.getInput());
    }
    long offset = sort.offset == null ? 0 : number(converter, sort.offset, "OFFSET");
    OptionalLong limit =
        sort.fetch == null
            ? OptionalLong.empty()
            : OptionalLong.of(number(converter, sort.fetch, "LIMIT"));
    return new Ordering(keys, offset, limit);
  }

  private static List<SortKey> keys(Sort sort) {
    return sort.getCollation().getFieldCollations().stream()
        .map(
            field -> {
              int index = field.getFieldIndex();
              NestedConversion.demandSortable(
                  SqlTypes.toDataType(sort.getRowType().getFieldList().get(index).getType()),
                  "an order",
                  Optional.empty());
              return key(field, index);
            })
        .toList();
  }

  /** NULLs are lower than any value where it is not said. */
  static SortKey key(RelFieldCollation field, int column) {
    boolean descending = field.getDirection().isDescending();
    boolean nullsFirst =
        field.nullDirection == RelFieldCollation.NullDirection.UNSPECIFIED
            ? !descending
            : field.nullDirection == RelFieldCollation.NullDirection.FIRST;
    return new SortKey(column, descending, nullsFirst);
  }

  /** The order that rows have from a query in FROM and keep on their way; empty if none. */
  static List<SortKey> inherited(RelNode rel) {
    if (rel instanceof Filter filter) {
      return inherited(filter.getInput());
    }
    if (rel instanceof Sort sort) {
      List<SortKey> own = keys(sort);
      return own.isEmpty() ? inherited(sort.getInput()) : own;
    }
    if (!(rel instanceof Project project) || RexOver.containsOver(project.getProjects(), null)) {
      return List.of();
    }
    List<SortKey> keys = new ArrayList<>();
    for (SortKey key : inherited(project.getInput())) {
      int at = place(project, key.column());
      if (at < 0) {
        return keys;
      }
      keys.add(new SortKey(at, key.descending(), key.nullsFirst()));
    }
    return keys;
  }

  private static int place(Project project, int column) {
    List<RexNode> projects = project.getProjects();
    for (int i = 0; i < projects.size(); i++) {
      if (projects.get(i) instanceof RexInputRef reference && reference.getIndex() == column) {
        return i;
      }
    }
    return -1;
  }

  /** A number of rows, as a literal or what folds to one; more than there can be is all. */
  private static long number(RelConverter converter, RexNode node, String clause) {
    Expression folded =
        new ExpressionConverter(converter.context(), Schema.EMPTY, false).convert(node);
    Optional<BigDecimal> value = Optional.empty();
    if (folded instanceof Expression.Literal literal) {
      if (literal.value() instanceof Long number) {
        value = Optional.of(BigDecimal.valueOf(number));
      } else if (literal.value() instanceof BigDecimal number) {
        value = Optional.of(number);
      }
    }
    value = value.map(RowLimits::written);
    if (value.isPresent()
        && value.get().signum() >= 0
        && value.get().stripTrailingZeros().scale() <= 0) {
      return value.get().min(BigDecimal.valueOf(Long.MAX_VALUE)).longValueExact();
    }
    throw error(ErrorCode.NOT_SUPPORTED, clause + " with something else than a whole number")
        .build();
  }
}
