package io.millrace.exec.query;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.FailedQuery;
import io.millrace.api.error.MillraceException;

/** Says of an error which query it ended, and what is safe. */
final class QueryFailure {
  private QueryFailure() {}

  /** The error with its code, and where the query stood. */
  static MillraceException of(Throwable cause, QueryParts query, FailedQuery failed) {
    long batchId = failed.batchId();
    MillraceException failure =
        cause instanceof MillraceException coded
            ? coded
            : error(ErrorCode.INTERNAL_ERROR, cause.toString()).cause(cause).build();
    MillraceException placed =
        failure.position().isPresent() ? query.places().apply(failure) : failure;
    if (query.anonymous()) {
      return placed;
    }
    String committed =
        batchId == 0
            ? "no batch is committed"
            : batchId == 1 ? "1 batch is committed" : batchId + " batches are committed";
    return placed
        .withDetail(
            "query "
                + query.name()
                + " failed in batch "
                + batchId
                + " and was stopped; "
                + committed)
        .ofQuery(failed);
  }
}
