package io.millrace.exec.build;

import io.millrace.api.progress.ObservedMetrics;
import io.millrace.exec.build.StepReport.EventTimes;
import io.millrace.exec.build.StepReport.OperatorCount;
import io.millrace.exec.build.StepReport.SourceCount;
import io.millrace.exec.operator.LinearOperator;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.observe.Observation;
import io.millrace.exec.operator.observe.ObserveOperator;
import io.millrace.exec.operator.watermark.EventTimeTotals;
import io.millrace.exec.operator.watermark.WatermarkOperator;
import io.millrace.state.StateStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums up what the operators of all workers and partitions counted in a batch. */
final class StepReports {
  private StepReports() {}

  static StepReport of(
      List<SourceNode> sources,
      List<ConstantNode> constants,
      List<Stage> stages,
      StateStore store) {
    Map<String, SourceCount> sourceCounts = new LinkedHashMap<>();
    List<Route> routes = new ArrayList<>();
    for (SourceNode source : sources) {
      sourceCounts.put(source.spec().id(), source.count());
      routes.addAll(source.routes());
    }
    constants.forEach(constant -> routes.add(constant.route()));
    List<OperatorCount> operators = new ArrayList<>();
    for (Stage stage : stages) {
      routes.addAll(stage.outputs());
      if (stage.isReported()) {
        operators.add(operator(stage, store));
      }
    }
    return new StepReport(sourceCounts, eventTimes(routes), operators, observed(routes));
  }

  private static OperatorCount operator(Stage stage, StateStore store) {
    StateCount count = stage.count();
    return new OperatorCount(
        stage.operatorId(),
        stage.stateName(),
        count.rowsTotal(),
        count.rowsUpdated(),
        count.rowsRemoved(),
        count.rowsDroppedByWatermark(),
        count.updateNanos(),
        count.removalNanos(),
        count.memoryBytes(),
        stage.partitionCount(),
        store.metrics(stage.stateName()),
        stage.customCounts());
  }

  private static Map<String, ObservedMetrics> observed(List<Route> routes) {
    Map<String, ObservedMetrics> observed = new LinkedHashMap<>();
    for (Route route : routes) {
      for (LinearOperator operator : route.operators()) {
        if (operator instanceof ObserveOperator observe) {
          Observation observation = observe.observation();
          observed.computeIfAbsent(observation.name(), name -> observation.metrics());
        }
      }
    }
    return observed;
  }

  private static Map<Integer, EventTimes> eventTimes(List<Route> routes) {
    Map<Integer, EventTimeTotals> totals = new TreeMap<>();
    for (Route route : routes) {
      for (LinearOperator operator : route.operators()) {
        if (operator instanceof WatermarkOperator watermark) {
          totals
              .computeIfAbsent(watermark.node(), node -> new EventTimeTotals())
              .add(watermark.totals());
        }
      }
    }
    Map<Integer, EventTimes> eventTimes = new TreeMap<>();
    totals.forEach(
        (node, times) -> {
          if (times.count() > 0) {
            eventTimes.put(
                node, new EventTimes(times.min(), times.max(), times.mean(), times.count()));
          }
        });
    return eventTimes;
  }
}
