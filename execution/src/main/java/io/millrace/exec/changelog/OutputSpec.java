package io.millrace.exec.changelog;

import static java.util.Objects.requireNonNull;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.ResultForm;
import java.util.List;
import java.util.Optional;

/**
 * What an encoder must know of a query and its sink.
 *
 * @param sinkName for messages
 * @param schema of the result
 * @param mode how changes leave
 * @param kind what can happen to rows of the result
 * @param key positions of the columns that identify a row for the sink; an empty list for a result
 *     of one row; empty without a key
 * @param keyIsUnique whether the plan proves that no two live rows share a key; otherwise that is
 *     checked row by row
 * @param ordering as in {@link io.millrace.plan.physical.QueryPlan}
 * @param deletes what becomes of deletions in UPDATE mode
 * @param form in which the changes come; one of those that promise something only with a unique key
 *     and without ordering
 */
public record OutputSpec(
    String sinkName,
    Schema schema,
    OutputMode mode,
    ChangeKind kind,
    Optional<List<Integer>> key,
    boolean keyIsUnique,
    Optional<Ordering> ordering,
    DeletePolicy deletes,
    ResultForm form) {
  public OutputSpec {
    requireNonNull(sinkName, "sinkName is null");
    requireNonNull(schema, "schema is null");
    key = key.map(List::copyOf);
    if (form != ResultForm.ANY && (key.isEmpty() || !keyIsUnique || ordering.isPresent())) {
      throw new IllegalArgumentException(form + " without unique key, or with ordering");
    }
  }

  /** Of changes that come in whatever form. */
  public OutputSpec(
      String sinkName,
      Schema schema,
      OutputMode mode,
      ChangeKind kind,
      Optional<List<Integer>> key,
      boolean keyIsUnique,
      Optional<Ordering> ordering,
      DeletePolicy deletes) {
    this(sinkName, schema, mode, kind, key, keyIsUnique, ordering, deletes, ResultForm.ANY);
  }

  int[] keyColumns() {
    return key.orElseThrow().stream().mapToInt(Integer::intValue).toArray();
  }

  int[] allColumns() {
    int[] columns = new int[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i;
    }
    return columns;
  }
}
