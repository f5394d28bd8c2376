package io.millrace.tests.typed;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.table.Dataset;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import io.millrace.exec.session.query.Stepping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A query over a dataset, run batch by batch by hand. */
final class Steps implements AutoCloseable {
  private final SteppedQuery query;

  private Steps(SteppedQuery query) {
    this.query = query;
  }

  /** A query whose changes leave in that mode. */
  static Steps of(MillraceSession session, Dataset<?> table, String mode) {
    table.createOrReplaceTempView("stepped");
    return new Steps(session.startStepped("SELECT * FROM stepped EMIT " + mode, Stepping.PLAIN));
  }

  /** The changes of all batches that are due. */
  List<String> run() {
    List<String> changes = new ArrayList<>();
    for (Optional<SteppedQuery.Step> step = query.step(); step.isPresent(); step = query.step()) {
      for (ChangeBatch piece : step.get().changes()) {
        for (int i = 0; i < piece.size(); i++) {
          changes.add(piece.kind(i).symbol() + " " + piece.rows().values(i));
        }
      }
    }
    return changes;
  }

  @Override
  public void close() {
    query.close();
  }
}
