package io.millrace.connector.rate;

import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceContext;
import io.millrace.connector.format.Offsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Rows by time. An offset is the number of whole seconds since the source was made, a time that is
 * kept in its state; the rows of a second are spread evenly over it, so they do not depend on how
 * batches are cut.
 */
final class RateSource implements Source {
  private static final String SECONDS = "seconds";
  private static final String CREATED = "created";
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final SourceContext context;
  private final GeneratedColumns columns;
  private final RateCurve curve;

  /** Milliseconds since 1970; until the state is read, when this object was made. */
  private long created;

  /** Milliseconds since 1970 at which time stands still. */
  private OptionalLong frozen = OptionalLong.empty();

  private boolean resumed;

  RateSource(SourceContext context) {
    this.context = context;
    this.columns = new GeneratedColumns(context, "rate");
    long rows = context.options().integer("rowsPerSecond").orElseThrow();
    if (rows < 1) {
      throw context.options().invalid("rowsPerSecond", "is less than 1");
    }
    Duration rampUp = context.options().duration("rampUpTime").orElseThrow();
    if (rampUp.toSeconds() > rows) {
      throw context
          .options()
          .invalid("rampUpTime", "has more seconds than there are rows in one: " + rows);
    }
    this.curve = new RateCurve(rows, rampUp.toSeconds());
    this.created = context.clock().millis();
  }

  /** Takes up what an earlier run has kept, at the first call. */
  private void resume() {
    if (!resumed) {
      context.state().forEach((key, value) -> created = Long.parseLong(value));
      context.state().put(CREATED, Long.toString(created));
      resumed = true;
    }
  }

  @Override
  public String description() {
    return "rate[" + context.name() + ", " + curve.rowsPerSecond() + " rows/s]";
  }

  @Override
  public Optional<Offset> latestOffset(Optional<Offset> start, boolean limited) {
    resume();
    long now = frozen.orElseGet(context.clock()::millis);
    long end = Math.max(0, now - created) / MILLIS_PER_SECOND;
    return end <= seconds(start) ? start : Optional.of(Offsets.of(SECONDS, end));
  }

  private static long seconds(Optional<Offset> offset) {
    return offset.isEmpty() ? 0 : Offsets.value(offset.get(), SECONDS);
  }

  @Override
  public void freezeEnd() {
    if (frozen.isEmpty()) {
      frozen = OptionalLong.of(context.clock().millis());
    }
  }

  @Override
  public ChunkReader read(Optional<Offset> start, Offset end) {
    resume();
    return new SecondsReader(seconds(start), Offsets.value(end, SECONDS));
  }

  @Override
  public void commit(Offset end) {}

  @Override
  public void close() {}

  /** A chunk for each second. */
  private final class SecondsReader implements ChunkReader {
    private long second;
    private final long end;

    SecondsReader(long second, long end) {
      this.second = second;
      this.end = end;
    }

    @Override
    public Optional<Chunk> next() {
      while (second < end) {
        long current = second++;
        long first = curve.rowsBefore(current);
        long count = curve.rowsBefore(current + 1) - first;
        if (count > 0) {
          return Optional.of(output -> emit(current, first, count, output));
        }
      }
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private void emit(long second, long first, long count, Chunk.Output output) {
    long begin = created * 1000 + second * MICROS_PER_SECOND;
    columns.emit(
        first, count, value -> begin + (value - first) * MICROS_PER_SECOND / count, output);
  }
}
