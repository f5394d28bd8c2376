package io.millrace.exec.build;

import io.millrace.exec.build.StepReport.SourceCount;
import io.millrace.exec.operator.source.SourceScan;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import java.util.ArrayList;
import java.util.List;

/** A source, read once however many routes its rows take. */
final class SourceNode {
  private final SourceSpec spec;
  private final List<Route> routes = new ArrayList<>();
  private final List<SourceScan> scans = new ArrayList<>();

  SourceNode(SourceSpec spec, int workers) {
    this.spec = spec;
    for (int i = 0; i < workers; i++) {
      scans.add(new SourceScan());
    }
  }

  SourceSpec spec() {
    return spec;
  }

  List<Route> routes() {
    return routes;
  }

  SourceScan scan(int worker) {
    return scans.get(worker);
  }

  void begin() {
    scans.forEach(SourceScan::begin);
  }

  /** Whether some route makes so much of a chunk that it must go in slices. */
  boolean expands() {
    return routes.stream().anyMatch(route -> Slices.areNeeded(route.expansion()));
  }

  /** Whether all rows go to the same stage, or all to the result. */
  boolean hasOneTarget() {
    return routes.stream().map(Route::target).distinct().count() == 1;
  }

  /** Whether it may be that nobody needs more rows some day. */
  boolean canBeSatisfied() {
    return routes.stream()
        .allMatch(
            route -> route.target() instanceof StageInput input && input.stage().canBeSatisfied());
  }

  /** Whether nobody needs more rows, ever. */
  boolean isSatisfied() {
    for (Route route : routes) {
      if (!(route.target() instanceof StageInput input && input.stage().isSatisfied())) {
        return false;
      }
    }
    return true;
  }

  SourceCount count() {
    long rows = 0;
    long malformed = 0;
    for (SourceScan scan : scans) {
      rows += scan.rows();
      malformed += scan.malformed();
    }
    return new SourceCount(rows, malformed);
  }
}
