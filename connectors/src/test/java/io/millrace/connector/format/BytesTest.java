package io.millrace.connector.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class BytesTest {

  @Property
  void digitsAreCountedUpToTheFirstOtherByte(@ForAll @Size(8) byte[] bytes) {
    int expected = 0;
    while (expected < 8 && bytes[expected] >= '0' && bytes[expected] <= '9') {
      expected++;
    }
    assertThat(Bytes.digits(Bytes.word(bytes, 0))).isEqualTo(expected);
  }

  @Property
  void digitsInFrontOfAnyByteAreCounted(@ForAll @IntRange(max = 99_999_999) int n, @ForAll byte b) {
    String digits = Integer.toString(n);
    byte[] text = Arrays.copyOf(digits.getBytes(StandardCharsets.US_ASCII), 16);
    text[digits.length()] = b;
    boolean one = digits.length() < 8 && b >= '0' && b <= '9';
    assertThat(Bytes.digits(Bytes.word(text, 0))).isEqualTo(digits.length() + (one ? 1 : 0));
    assertThat(Bytes.number(Bytes.word(text, 0), digits.length())).isEqualTo(n);
  }

  @Property
  void plainTextEndsAtTheFirstQuoteBackslashOrControl(
      @ForAll @Size(40) byte[] bytes, @ForAll @IntRange(max = 39) int from) {
    byte[] data = Arrays.copyOf(bytes, bytes.length + Bytes.SLACK);
    int expected = from;
    while (data[expected] != '"'
        && data[expected] != '\\'
        && !(data[expected] >= 0 && data[expected] < ' ')) {
      expected++;
    }
    assertThat(Bytes.endOfPlainJson(data, from)).isEqualTo(expected);
  }

  @Test
  void leadingZerosCount() {
    byte[] text = "00000042".getBytes(StandardCharsets.US_ASCII);
    assertThat(Bytes.digits(Bytes.word(text, 0))).isEqualTo(8);
    assertThat(Bytes.number(Bytes.word(text, 0), 8)).isEqualTo(42);
  }
}
