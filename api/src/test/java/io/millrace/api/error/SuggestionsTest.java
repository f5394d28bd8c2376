package io.millrace.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
  private static final List<String> NAMES = List.of("customer", "amount", "ts", "topic", "FROM");

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "custmer, customer",
        "CUSTOMERS, customer",
        "amuont, amount",
        "topics, topic",
        "frm, FROM",
        "tx, ts",
        "zzzzzz, -",
        "cust, -",
        "x, -"
      })
  void nearestNameWithinTwoEdits(String typed, String expected) {
    assertThat(Suggestions.nearest(typed, NAMES).orElse(null)).isEqualTo(expected);
  }

  @Test
  void oneLetterIsNearNothing() {
    assertThat(Suggestions.nearest("b", List.of("a", "ab"))).isEmpty();
    assertThat(Suggestions.nearest("bc", List.of("a", "ab", "bd"))).contains("bd");
  }

  @Property
  void distanceIsSymmetricAndZeroOnlyForEqualNames(
      @ForAll @AlphaChars @StringLength(max = 8) String a,
      @ForAll @AlphaChars @StringLength(max = 8) String b) {
    assertThat(Suggestions.distance(a, b)).isEqualTo(Suggestions.distance(b, a));
    assertThat(Suggestions.distance(a, b) == 0).isEqualTo(a.equals(b));
  }
}
