package io.millrace.exec.session.query;

import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.plan.physical.OperatorSpec.ValuesSpec;
import io.millrace.plan.physical.OperatorSpec.WatermarkSpec;
import io.millrace.plan.physical.QueryPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a session must know of the operators of a plan.
 *
 * @param relations names of the relations it reads
 * @param hasConstants whether it holds constant rows
 * @param watermarkDelays by ordinal of the declaration, µs
 */
public record PlanFacts(Set<String> relations, boolean hasConstants, long[] watermarkDelays) {

  public static PlanFacts of(QueryPlan plan) {
    Set<OperatorSpec> specs = Collections.newSetFromMap(new IdentityHashMap<>());
    List<OperatorSpec> ordered = new ArrayList<>();
    collect(plan.root(), specs, ordered);
    Set<String> relations = new LinkedHashSet<>();
    boolean constants = false;
    long[] delays = {};
    for (OperatorSpec spec : ordered) {
      if (spec instanceof SourceSpec source) {
        relations.add(source.relation().name());
      } else if (spec instanceof ValuesSpec) {
        constants = true;
      } else if (spec instanceof WatermarkSpec watermark) {
        delays = Arrays.copyOf(delays, Math.max(delays.length, watermark.node() + 1));
        delays[watermark.node()] = watermark.delayMicros();
      }
    }
    return new PlanFacts(relations, constants, delays);
  }

  /** What a plan reads, each source once. */
  public static List<SourceSpec> sources(QueryPlan plan) {
    List<OperatorSpec> ordered = new ArrayList<>();
    collect(plan.root(), Collections.newSetFromMap(new IdentityHashMap<>()), ordered);
    return ordered.stream()
        .filter(SourceSpec.class::isInstance)
        .map(SourceSpec.class::cast)
        .toList();
  }

  private static void collect(
      OperatorSpec spec, Set<OperatorSpec> seen, List<OperatorSpec> ordered) {
    if (seen.add(spec)) {
      ordered.add(spec);
      spec.inputs().forEach(input -> collect(input, seen, ordered));
    }
  }
}
