package io.millrace.exec.expression.runtime;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A regular expression of {@link Pattern}; it remembers the last one it has compiled. */
public final class RegularExpression implements InstanceConstant {
  private byte[] source = {};
  private @Nullable Matcher matcher;

  @Override
  public RegularExpression forInstance() {
    return new RegularExpression();
  }

  /** Whether a part of the text matches. */
  public boolean find(
      byte[] text,
      int at,
      int length,
      byte[] pattern,
      int patternAt,
      int patternLength,
      Site site) {
    Matcher ready = prepare(pattern, patternAt, patternLength, site);
    return ready != null && ready.reset(Site.text(text, at, length)).find();
  }

  /** Appends the text with every match replaced; {@code $1} in the replacement is a group. */
  public void replace(
      TextBuffer out,
      byte[] text,
      int at,
      int length,
      byte[] pattern,
      int patternAt,
      int patternLength,
      byte[] with,
      int withAt,
      int withLength,
      Site site) {
    Matcher ready = prepare(pattern, patternAt, patternLength, site);
    if (ready == null) {
      return;
    }
    String replacement = Site.text(with, withAt, withLength);
    try {
      out.append(ready.reset(Site.text(text, at, length)).replaceAll(replacement));
    } catch (IllegalArgumentException | IndexOutOfBoundsException bad) {
      site.invalid(
          "the replacement " + Site.quote(replacement) + " is not valid: " + bad.getMessage());
    }
  }

  private @Nullable Matcher prepare(byte[] pattern, int at, int length, Site site) {
    if (matcher != null && Texts.equal(source, 0, source.length, pattern, at, length)) {
      return matcher;
    }
    source = Arrays.copyOfRange(pattern, at, at + length);
    String text = Site.text(pattern, at, length);
    try {
      matcher = Pattern.compile(text).matcher("");
    } catch (PatternSyntaxException bad) {
      matcher = null;
      site.invalid(
          "the regular expression " + Site.quote(text) + " is not valid: " + bad.getDescription());
    }
    return matcher;
  }
}
