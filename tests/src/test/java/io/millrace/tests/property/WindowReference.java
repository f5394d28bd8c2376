package io.millrace.tests.property;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A windowed count and sum with a watermark, written to be obviously right: every row is kept for
 * ever, and every batch computes everything anew from the rows that were accepted.
 */
final class WindowReference {
  static final long NONE = Long.MIN_VALUE;

  /** A row of the input; {@code time} is empty for a NULL event time. */
  record Event(String key, long value, java.util.OptionalLong time) {}

  /** What one batch is to give. */
  record Expected(Set<String> output, long dropped, long stateRows, long watermark) {}

  /** A window of a key. */
  private record Pane(long start, String key) implements Comparable<Pane> {
    @Override
    public int compareTo(Pane other) {
      return start != other.start ? Long.compare(start, other.start) : key.compareTo(other.key);
    }
  }

  /** A row that counts in one of its windows. */
  private record Contribution(Pane pane, long value) {}

  private final String mode;
  private final long size;
  private final long slide;
  private final long delay;

  /** What rows are counted in: the window, or a slice of windows that overlap. */
  private final long slice;

  private final List<Contribution> accepted = new ArrayList<>();
  private final Set<Pane> gone = new LinkedHashSet<>();
  private final Set<Pane> slices = new LinkedHashSet<>();
  private long newest = NONE;
  private long used = NONE;

  WindowReference(String mode, long size, long slide, long delay) {
    this.mode = mode;
    this.size = size;
    this.slide = slide;
    this.delay = delay;
    long common = gcd(size, slide);
    long windowsOfRow = (size + slide - 1) / slide;
    this.slice = slide / common < windowsOfRow ? common : 0;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Whether a batch without rows would have something to do. */
  boolean isNoDataBatchDue() {
    return !mode.equals("COMPLETE") && next() > used;
  }

  private long next() {
    return newest == NONE ? NONE : Math.max(used, Math.floorDiv(newest, 1000) * 1000 - delay);
  }

  Expected batch(List<Event> events) {
    long late = used;
    long watermark = next();
    Map<Pane, String> before = result();
    long dropped = 0;
    for (Event event : events) {
      if (event.time().isEmpty()) {
        continue;
      }
      long time = event.time().getAsLong();
      newest = Math.max(newest, time);
      for (long start = Math.floorDiv(time, slide) * slide; start + size > time; start -= slide) {
        if (!mode.equals("COMPLETE") && start + size <= late) {
          dropped++;
        } else {
          accepted.add(new Contribution(new Pane(start, event.key()), event.value()));
          if (slice > 0) {
            slices.add(new Pane(Math.floorDiv(time, slice) * slice, event.key()));
          }
        }
      }
    }
    Map<Pane, String> after = result();
    Set<String> output = new LinkedHashSet<>();
    for (Map.Entry<Pane, String> row : after.entrySet()) {
      boolean isFinal = row.getKey().start() + size <= watermark;
      boolean isGone = gone.contains(row.getKey());
      boolean emitted =
          switch (mode) {
            case "APPEND" -> isFinal && !isGone;
            case "UPDATE" -> !row.getValue().equals(before.get(row.getKey()));
            default -> true;
          };
      if (emitted) {
        output.add(row.getValue());
      }
      if (isFinal && !mode.equals("COMPLETE")) {
        gone.add(row.getKey());
      }
    }
    if (!mode.equals("COMPLETE")) {
      slices.removeIf(part -> part.start() + size <= watermark);
    }
    used = watermark;
    int held = slice > 0 ? slices.size() : after.size() - gone.size();
    return new Expected(output, dropped, held, watermark);
  }

  private Map<Pane, String> result() {
    Map<Pane, long[]> sums = new TreeMap<>();
    for (Contribution contribution : accepted) {
      long[] sum = sums.computeIfAbsent(contribution.pane(), pane -> new long[2]);
      sum[0]++;
      sum[1] += contribution.value();
    }
    Map<Pane, String> rows = new TreeMap<>();
    sums.forEach(
        (pane, sum) ->
            rows.put(pane, pane.start() + "|" + pane.key() + "|" + sum[0] + "|" + sum[1]));
    return rows;
  }
}
