package io.millrace.connector.memory;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.RowKind;
import java.util.List;
import java.util.Optional;

/** Applies what a query writes: changes of a kind each, in order. */
final class ResultChanges {
  private ResultChanges() {}

  static void apply(TableContent content, ChangeBatch changes, boolean keyed, List<Integer> key) {
    Optional<List<Integer>> by = keyed ? Optional.of(key) : Optional.empty();
    for (int i = 0; i < changes.size(); i++) {
      // With a key the new image that follows replaces the old one, in its place.
      if (!keyed || !followedByNewImage(content, changes, i, key)) {
        content.apply(changes.kind(i), changes.rows(), i, by);
      }
    }
  }

  private static boolean followedByNewImage(
      TableContent content, ChangeBatch changes, int i, List<Integer> key) {
    return changes.kind(i) == RowKind.UPDATE_BEFORE
        && i + 1 < changes.size()
        && changes.kind(i + 1) == RowKind.UPDATE_AFTER
        && content.isSame(changes.rows(), i, i + 1, key);
  }
}
