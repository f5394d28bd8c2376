package io.millrace.tests.random;

import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.List;

/**
 * What went wrong.
 *
 * @param what in words that stay the same while the scenario is made smaller
 * @param view the query that was wrong, or the statement that failed
 * @param step after which
 */
record Failure(String what, String view, int step, String detail) {

  static Failure wrong(String what, String view, int step, List<String> ours, List<String> theirs) {
    List<String> surplus = new ArrayList<>(ours);
    theirs.forEach(surplus::remove);
    List<String> missing = new ArrayList<>(theirs);
    ours.forEach(missing::remove);
    return new Failure(
        what,
        view,
        step,
        "rows too many: " + surplus + "\n  rows missing: " + missing + "\n  of " + theirs.size());
  }

  static Failure thrown(String what, String view, int step, RuntimeException thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String code = thrown instanceof MillraceException error ? error.code() + " " : "";
    String place = cause.getStackTrace().length > 0 ? " at " + cause.getStackTrace()[0] : "";
    return new Failure(
        what + ": " + code + cause.getClass().getSimpleName() + place,
        view,
        step,
        thrown.toString());
  }

  boolean isLike(Failure other) {
    return what.equals(other.what);
  }
}
