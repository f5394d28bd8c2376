package io.millrace.exec.expression.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

final class TextsTest {

  @Property
  void theFirstOccurrenceIsFound(
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 40) String text,
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 3) String needle,
      @ForAll @IntRange(max = 40) int from) {
    int begin = Math.min(from, text.length());
    byte[] data = bytes(text);
    byte[] wanted = bytes(needle);
    int found = Texts.find(data, begin, data.length, wanted, 0, wanted.length);
    assertThat(found).isEqualTo(text.indexOf(needle, begin));
  }

  @Property
  void whatLiesOutsideTheRangeIsNotFound(
      @ForAll @IntRange(max = 30) int before,
      @ForAll @IntRange(max = 30) int inside,
      @ForAll @IntRange(max = 30) int behind) {
    byte[] data = bytes("x".repeat(before) + "-".repeat(inside) + "x".repeat(behind));
    assertThat(Bytewise.find(data, before, before + inside, (byte) 'x', 1)).isEqualTo(-1);
  }

  @Property
  void anyByteIsFoundWhereItOccursForTheNthTime(
      @ForAll byte[] data, @ForAll byte wanted, @ForAll @IntRange(min = 1, max = 5) int n) {
    int expected = -1;
    int count = 0;
    for (int i = 0; i < data.length && count < n; i++) {
      if (data[i] == wanted && ++count == n) {
        expected = i;
      }
    }
    assertThat(Bytewise.find(data, 0, data.length, wanted, n)).isEqualTo(expected);
  }

  @Property
  void bytesThatDifferLittleFromTheWantedOneAreNotTakenForIt(
      @ForAll @CharRange(from = '.', to = '0') @StringLength(max = 40) String text,
      @ForAll @IntRange(min = 1, max = 12) int n) {
    int expected = -1;
    for (int i = 0; i < n && (i == 0 || expected >= 0); i++) {
      expected = text.indexOf('/', expected + 1);
    }
    assertThat(Bytewise.find(bytes(text), 0, text.length(), (byte) '/', n)).isEqualTo(expected);
  }

  @Property
  void partsAreWhatIsBetweenSeparators(
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 40) String text,
      @ForAll @CharRange(from = 'a', to = 'b') @StringLength(min = 1, max = 2) String separator,
      @ForAll @IntRange(min = 1, max = 45) int part) {
    String[] parts = text.split(separator, -1);
    String expected = part <= parts.length ? parts[part - 1] : "";
    String fromTheEnd = part <= parts.length ? parts[parts.length - part] : "";
    assertThat(splitPart(text, separator, part)).isEqualTo(expected);
    assertThat(splitPart(text, separator, -part)).isEqualTo(fromTheEnd);
  }

  private static String splitPart(String text, String separator, int part) {
    String before = "a-b";
    byte[] data = bytes(before + text + separator);
    byte[] by = bytes(separator);
    Site site = new Site(Optional.empty(), "SPLIT_PART", false);
    long range =
        Texts.splitPart(data, before.length(), text.length(), by, 0, by.length, part, site);
    return new String(data, (int) (range >> 32), (int) range, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
