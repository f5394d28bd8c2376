package io.millrace.exec.expression.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** The short way of writing times against that of java.time. */
class TimePatternTest {
  // from before year 1 to behind year 9999, in microseconds
  private static final long FIRST = -62_200_000_000_000_000L;
  private static final long LAST = 253_500_000_000_000_000L;

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of(
            "yyyy", "uuuu", "MM", "dd", "HH", "mm", "ss", "-", ":", " ", "/", "y", "M", "MMM",
            "MMMM", "d", "H", "hh", "a", "SSS", "EEE", "'T'", "''", "yyyyy", "Q", "D")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(parts -> String.join("", parts))
        .filter(TimePatternTest::isValid);
  }

  private static boolean isValid(String pattern) {
    if (pattern.matches(".*(.)\\1{9}.*")) {
      // java.time fails for so many zeros
      return false;
    }
    try {
      DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
      return true;
    } catch (IllegalArgumentException bad) {
      return false;
    }
  }

  private static String shortly(String pattern, long time) {
    TextBuffer out = new TextBuffer();
    return new TimePattern(pattern).write(out, time)
        ? new String(out.data, 0, out.end, StandardCharsets.UTF_8)
        : "";
  }

  @Property
  void shortWayWritesTheSame(
      @ForAll("patterns") String pattern, @ForAll @LongRange(min = FIRST, max = LAST) long time) {
    String theirs = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(Times.local(time));
    assertThat(shortly(pattern, time)).isIn("", theirs);
  }

  @Example
  void patternsOfDigitsHaveTheShortWay() {
    for (String pattern : List.of("yyyy-MM-dd", "HH:mm", "uuuu/MM/dd HH:mm:ss", "ddMMyyyy")) {
      assertThat(shortly(pattern, 1_700_000_000_000_000L))
          .isEqualTo(
              DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                  .format(Times.local(1_700_000_000_000_000L)));
    }
  }
}
