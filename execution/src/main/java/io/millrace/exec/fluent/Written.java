package io.millrace.exec.fluent;

import java.util.List;

/**
 * What writers of both kinds have in common.
 *
 * @param <R> what its methods give
 */
abstract class Written<R> extends Described<R> {
  private List<String> partitionedBy = List.of();

  final List<String> partitionedBy() {
    return partitionedBy;
  }

  public final R partitionBy(String... columns) {
    partitionedBy = List.of(columns);
    return self();
  }
}
