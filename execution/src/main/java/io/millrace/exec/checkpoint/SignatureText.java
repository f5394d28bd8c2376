package io.millrace.exec.checkpoint;

import io.millrace.api.types.DataType;
import io.millrace.state.TypeWidening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text that describes state, divided into the types in it and what stands between them. */
final class SignatureText {
  private static final Pattern TYPE =
      Pattern.compile(
          "\\b(?:boolean|tinyint|smallint|integer|bigint|decimal|real|double|char|varchar|binary"
              + "|date|time|timestamp|timestamp_ltz|interval day to second"
              + "|interval year to month)\\b(?:\\(\\d+(?:, \\d+)?\\))?(?: not null)?");

  private static final Pattern NESTED = Pattern.compile(" array\\b|\\bmap<|\\brow\\(");

  private final List<String> words = new ArrayList<>();
  private final List<DataType> types = new ArrayList<>();

  private SignatureText(String text) {
    Matcher matcher = TYPE.matcher(text);
    int end = 0;
    while (matcher.find()) {
      Optional<DataType> type = TypeWidening.parse(matcher.group());
      if (type.isPresent()) {
        words.add(text.substring(end, matcher.start()));
        types.add(type.get());
        end = matcher.end();
      }
    }
    words.add(text.substring(end));
  }

  /** Whether what one text describes can be read as what the other one does. */
  static boolean goesOn(String was, String is) {
    if (was.equals(is)) {
      return true;
    }
    if (NESTED.matcher(was + is).find()) {
      return false; // what is inside of nested values keeps its bytes, so it does not widen
    }
    SignatureText before = new SignatureText(was);
    SignatureText now = new SignatureText(is);
    if (!before.words.equals(now.words)) {
      return false;
    }
    for (int i = 0; i < before.types.size(); i++) {
      if (!TypeWidening.allows(before.types.get(i), now.types.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The first type that would have to become another one that does not hold its values. */
  static Optional<String> narrowing(String was, String is) {
    SignatureText before = new SignatureText(was);
    SignatureText now = new SignatureText(is);
    if (!before.words.equals(now.words) || NESTED.matcher(was + is).find()) {
      return Optional.empty();
    }
    for (int i = 0; i < before.types.size(); i++) {
      if (!TypeWidening.allows(before.types.get(i), now.types.get(i))) {
        return Optional.of(before.types.get(i) + " cannot become " + now.types.get(i));
      }
    }
    return Optional.empty();
  }

  /** The items of a list in parentheses. */
  static List<String> items(String list) {
    List<String> items = new ArrayList<>();
    int depth = 0;
    int start = 1;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 1 && c == ',' || depth == 0 && c == ')') {
        items.add(list.substring(start, i).strip());
        start = i + 1;
      }
    }
    return items;
  }
}
