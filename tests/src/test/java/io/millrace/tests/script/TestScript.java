package io.millrace.tests.script;

import java.util.List;
import java.util.Optional;

/**
 * A test script.
 *
 * @param name of its file
 * @param directives in order
 * @param cutsOff why its input may not be cut in other ways; empty if it may
 */
record TestScript(String name, List<Directive> directives, Optional<String> cutsOff) {
  TestScript {
    directives = List.copyOf(directives);
  }

  /** Whether the script itself opens its query again. */
  boolean restarts() {
    return directives.stream()
        .anyMatch(d -> d instanceof Directive.Restart || d instanceof Directive.Crash);
  }

  /** Whether it watches a query at all. */
  boolean watches() {
    return directives.stream().anyMatch(Directive.Query.class::isInstance);
  }

  /** Whether other cuts of its input mean anything. */
  boolean canBeCut() {
    boolean fed = directives.stream().anyMatch(Directive.Input.class::isInstance);
    return cutsOff.isEmpty() && watches() && fed;
  }
}
