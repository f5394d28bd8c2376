package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.plan.incremental.PlanNode;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.schema.TransientTable;

/** Makes the plan over changes out of a relational plan: one class for each operator. */
public final class RelConverter {
  private final ConversionContext context;

  /** What stands for the recursive queries that this is inside of, by their names. */
  private final Map<String, PlanNode> rounds;

  public RelConverter(ConversionContext context) {
    this(context, Map.of());
  }

  private RelConverter(ConversionContext context, Map<String, PlanNode> rounds) {
    this.context = context;
    this.rounds = rounds;
  }

  /** A converter of what is inside a recursive query. */
  RelConverter inside(String name, PlanNode round) {
    Map<String, PlanNode> more = new HashMap<>(rounds);
    more.put(name, round);
    return new RelConverter(context, more);
  }

  ConversionContext context() {
    return context;
  }

  /** The plan over changes that computes the same. */
  public PlanNode convert(RelNode node) {
    if (node instanceof TableScan scan) {
      PlanNode round = rounds.get(RecursionConversion.last(scan.getTable().getQualifiedName()));
      return round != null && scan.getTable().unwrap(TransientTable.class) != null
          ? round
          : ScanConversion.convert(this, scan);
    }
    if (node instanceof Values values) {
      return ValuesConversion.convert(this, values);
    }
    if (node instanceof Filter filter) {
      return RankedRows.find(filter)
          .map(ranked -> ranked.convert(this))
          .orElseGet(() -> FilterConversion.convert(this, filter));
    }
    if (node instanceof Project project) {
      return ProjectConversion.convert(this, project);
    }
    if (node instanceof Aggregate aggregate) {
      return AggregateConversion.convert(this, aggregate);
    }
    if (node instanceof Join join) {
      return LateralConversion.isOf(join)
          ? LateralConversion.convert(this, join)
          : JoinConversion.convert(this, join);
    }
    if (node instanceof RepeatUnion recursion) {
      return RecursionConversion.convert(this, recursion);
    }
    if (node instanceof Union union) {
      return UnionConversion.convert(this, union);
    }
    if (node instanceof SetOp set) {
      return SetConversion.convert(this, set);
    }
    if (node instanceof TableFunctionScan scan) {
      return LateralConversion.isLateral(scan)
          ? LateralConversion.convert(this, scan)
          : WindowConversion.convert(this, scan);
    }
    if (node instanceof Correlate correlate) {
      return LateralConversion.convert(this, correlate);
    }
    if (node instanceof Sort sort) {
      RelNode settled = SortConversion.settled(sort);
      return settled == sort ? SortConversion.convert(this, sort) : convert(settled);
    }
    throw error(ErrorCode.NOT_SUPPORTED, "the operation " + node.getRelTypeName()).build();
  }
}
