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

  /** Whether other cuts of its input mean anything. */
  boolean canBeCut() {
    boolean watches = directives.stream().anyMatch(Directive.Query.class::isInstance);
    boolean fed = directives.stream().anyMatch(Directive.Input.class::isInstance);
    return cutsOff.isEmpty() && watches && fed;
  }
}
