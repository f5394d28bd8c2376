package io.millrace.api.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.progress.InputExtent.Unit;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class InputExtentTest {

  @Property
  void sourcesThatCountAlikeAreAddedUp(
      @ForAll @LongRange(min = 0, max = 1_000) long read,
      @ForAll @LongRange(min = 0, max = 1_000) long rest,
      @ForAll @LongRange(min = 0, max = 1_000) long otherRead,
      @ForAll @LongRange(min = 0, max = 1_000) long otherRest) {
    InputExtent one = new InputExtent(Unit.BYTES, read, read + rest);
    InputExtent other = new InputExtent(Unit.BYTES, otherRead, otherRead + otherRest);
    InputExtent both = InputExtent.sum(List.of(one, other)).orElseThrow();
    assertThat(both.unit()).isEqualTo(Unit.BYTES);
    assertThat(both.read()).isEqualTo(read + otherRead);
    assertThat(both.remaining()).isEqualTo(rest + otherRest);
    assertThat(both.fraction()).isBetween(0.0, 1.0);
  }

  @Test
  void sourcesThatCountDifferentThingsCountThePartOfEach() {
    InputExtent half = new InputExtent(Unit.BYTES, 500_000, 1_000_000);
    InputExtent all = new InputExtent(Unit.ROWS, 3, 3);
    assertThat(InputExtent.sum(List.of(half, all)))
        .contains(new InputExtent(Unit.PER_MILLE, 1_500, 2_000));
  }

  @Test
  void withoutInputEverythingIsRead() {
    assertThat(new InputExtent(Unit.ROWS, 0, 0).fraction()).isEqualTo(1);
    assertThat(InputExtent.sum(List.of())).isEmpty();
  }
}
