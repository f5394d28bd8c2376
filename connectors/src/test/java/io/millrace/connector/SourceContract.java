package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every source promises that can be replayed. */
public abstract class SourceContract {

  /** Opens a source that has no rows yet. */
  protected abstract Source open() throws Exception;

  /** Makes some more rows available, at least one. */
  protected abstract void produce() throws Exception;

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
}
