package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every source promises that can be replayed. */
public abstract class SourceContract {

  /**
   * Opens a source on what is produced, which at the first call is nothing.
   *
   * @param state what an earlier run has left; nothing in the first
   */
  protected abstract Source open(SourceState state) throws Exception;

  /** Makes some more rows available, at least one, none like another. */
  protected abstract void produce() throws Exception;

  private Source open() throws Exception {
    return open(SourceState.inMemory());
  }

  @Test
  void rangesAreReplayedUntilCommitted() throws Exception {
    Source source = open();
    produce();
    Offset first = source.latestOffset(Optional.empty(), true).orElseThrow();
    produce();
    Offset second = source.latestOffset(Optional.of(first), true).orElseThrow();
    assertThat(second).isNotEqualTo(first);
    List<List<Object>> rows = Rows.between(source, Optional.empty(), first).rows();
    List<List<Object>> more = Rows.between(source, Optional.of(first), second).rows();
    assertThat(rows).isNotEmpty();
    assertThat(more).isNotEmpty();
    assertThat(Rows.between(source, Optional.empty(), first).rows()).isEqualTo(rows);
    List<List<Object>> both = new ArrayList<>(rows);
    both.addAll(more);
    assertThat(Rows.between(source, Optional.empty(), second).rows()).isEqualTo(both);
    source.commit(first);
    source.commit(first);
    assertThat(Rows.between(source, Optional.of(first), second).rows()).isEqualTo(more);
    source.close();
    source.close();
  }

  @Test
  void frozenEndIsNotPassed() throws Exception {
    Source source = open();
    produce();
    source.freezeEnd();
    Optional<Offset> end = source.latestOffset(Optional.empty(), false);
    produce();
    assertThat(end).isPresent();
    assertThat(source.latestOffset(end, true)).isEqualTo(end);
    assertThat(source.latestOffset(end, false)).isEqualTo(end);
    source.close();
  }

  @Test
  void offsetsAreEqualWhereNothingIsNew() throws Exception {
    Source source = open();
    produce();
    source.freezeEnd();
    Optional<Offset> end = source.latestOffset(Optional.empty(), false);
    assertThat(source.newestOffset(Optional.empty())).isEqualTo(end);
    assertThat(source.newestOffset(end)).isEqualTo(end);
    assertThat(source.description()).isNotBlank();
    source.close();
  }

  @Test
  void decidedRangeGivesTheSameRowsInTheNextRun() throws Exception {
    RememberedState state = new RememberedState();
    Source source = open(state);
    produce();
    Optional<Offset> first = source.latestOffset(Optional.empty(), true);
    state.decide();
    produce();
    Optional<Offset> second = source.latestOffset(first, true);
    List<List<Object>> rows = Rows.between(source, first, second.orElseThrow()).rows();
    state.decide();
    source.commit(first.orElseThrow());
    source.close();
    produce();
    Source next = open(state.afterCrash());
    assertThat(Rows.between(next, first, second.orElseThrow()).rows()).isEqualTo(rows);
    Optional<Offset> third = next.latestOffset(second, true);
    assertThat(Rows.between(next, second, third.orElseThrow()).rows())
        .isNotEmpty()
        .doesNotContainAnyElementsOf(rows);
    next.close();
  }

  @Test
  void endMayBeFrozenBeforeTheStateIsThere() throws Exception {
    RememberedState state = new RememberedState();
    Source source = open(state);
    produce();
    Optional<Offset> first = source.latestOffset(Optional.empty(), true);
    List<List<Object>> rows = Rows.between(source, Optional.empty(), first.orElseThrow()).rows();
    state.decide();
    source.close();
    produce();
    RememberedState later = new RememberedState();
    Source next = open(later);
    next.freezeEnd();
    later.fill(state);
    produce();
    Optional<Offset> second = next.latestOffset(first, false);
    assertThat(Rows.between(next, first, second.orElseThrow()).rows())
        .isNotEmpty()
        .doesNotContainAnyElementsOf(rows);
    assertThat(next.latestOffset(second, false)).isEqualTo(second);
    next.close();
  }

  /** Runs of some batches each, which die at any point; the next run goes on as recovery does. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyRowIsReadOnceHoweverRunsDie(long seed) throws Exception {
    Random random = new Random(seed);
    RememberedState state = new RememberedState();
    Optional<Offset> decided = Optional.empty();
    Optional<Offset> before = Optional.empty();
    List<List<Object>> rows = new ArrayList<>();
    List<List<Object>> last = List.of();
    for (int run = 0; run < 6; run++) {
      state = state.afterCrash();
      Source source = open(state);
      if (decided.isPresent() && random.nextBoolean()) {
        assertThat(Rows.between(source, before, decided.get()).rows()).isEqualTo(last);
      }
      for (int batch = random.nextInt(4); batch >= 0; batch--) {
        if (random.nextInt(3) > 0) {
          produce();
        }
        Optional<Offset> end = source.latestOffset(decided, random.nextBoolean());
        source.newestOffset(decided);
        if (end.equals(decided)) {
          continue;
        }
        List<List<Object>> read = Rows.between(source, decided, end.orElseThrow()).rows();
        boolean dies = batch == 0 && random.nextBoolean();
        if (dies) {
          break; // before the batch is decided
        }
        state.decide();
        before = decided;
        decided = end;
        last = read;
        rows.addAll(read);
        if (before.isPresent()) {
          source.commit(before.get());
        }
      }
      source.close();
    }
    produce();
    Source source = open(state.afterCrash());
    Offset end = source.latestOffset(decided, false).orElseThrow();
    rows.addAll(Rows.between(source, decided, end).rows());
    assertThat(rows)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(everything(source, end));
    source.close();
  }

  /** All rows up to an offset; by default the source still has them. */
  protected List<List<Object>> everything(Source source, Offset end) throws Exception {
    return Rows.between(source, Optional.empty(), end).rows();
  }
}
