package io.millrace.api.progress;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How much input there is, as far as it is known now, and how much of it has been read: what a bar
 * with a percentage needs. Counts from where this run of the query began.
 *
 * @param unit what is counted
 * @param read how much has been read, also in a batch that is still running
 * @param total how much there is, what has been read included; grows while a source grows
 */
public record InputExtent(Unit unit, long read, long total) {

  /** What is counted. */
  public enum Unit {
    BYTES,
    ROWS,
    /** Thousandths of each source, where sources count different things. */
    PER_MILLE
  }

  private static final long WHOLE = 1_000;

  public InputExtent {
    requireNonNull(unit, "unit is null");
    if (read < 0 || read > total) {
      throw new IllegalArgumentException(read + " of " + total + " " + unit + " read");
    }
  }

  /** What waits to be read. */
  public long remaining() {
    return total - read;
  }

  /** The part that has been read, from 0 to 1; 1 if there is nothing. */
  public double fraction() {
    return total == 0 ? 1 : (double) read / total;
  }

  /** That of all sources together; empty without any. */
  public static Optional<InputExtent> sum(List<InputExtent> sources) {
    if (sources.isEmpty()) {
      return Optional.empty();
    }
    Unit unit = sources.get(0).unit();
    boolean alike = sources.stream().allMatch(extent -> extent.unit() == unit);
    long read = 0;
    long total = 0;
    for (InputExtent extent : sources) {
      read += alike ? extent.read() : (long) (WHOLE * extent.fraction());
      total += alike ? extent.total() : WHOLE;
    }
    return Optional.of(new InputExtent(alike ? unit : Unit.PER_MILLE, read, total));
  }
}
