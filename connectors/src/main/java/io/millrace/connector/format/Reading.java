package io.millrace.connector.format;

import io.millrace.api.progress.InputExtent;
import io.millrace.api.progress.InputExtent.Unit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** How much a source has read of how much there is. Thread-safe. */
public final class Reading {
  private final Unit unit;
  private final AtomicLong read = new AtomicLong();
  private volatile long total = -1;

  /** Nothing is read, and nothing known of what there is. */
  public Reading(Unit unit) {
    this.unit = unit;
  }

  /** So much has been found since this run of the query began, what was read included. */
  public void found(long amount) {
    total = amount;
  }

  /** So much more was read. */
  public void read(long amount) {
    read.addAndGet(amount);
  }

  /** Where it stands; empty before anything was looked for. */
  public Optional<InputExtent> extent() {
    long found = total;
    // what is read once more after a restart is not there twice
    return found < 0
        ? Optional.empty()
        : Optional.of(new InputExtent(unit, Math.min(read.get(), found), found));
  }
}
