package io.millrace.sql.complete;

import io.millrace.sql.parse.Expectation;
import io.millrace.sql.parse.StatementBeginning;
import io.millrace.sql.parse.Word;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What fits at a place of a script.
 *
 * @param start where the word begins that is to be completed
 * @param prefix what of it stands before the place
 * @param quoted whether the place is inside a text
 * @param wants what fits
 */
public record CompletionPlace(int start, String prefix, boolean quoted, List<Want> wants) {
  public CompletionPlace {
    wants = List.copyOf(wants);
  }

  /**
   * Looks at a place.
   *
   * @param script may be unfinished and wrong
   * @param cursor the place, between 0 and the length of the script
   */
  public static CompletionPlace of(String script, int cursor) {
    String text = script.substring(0, cursor);
    List<Word> before = StatementBeginning.words(text);
    int first = 0;
    for (int i = 0; i < before.size(); i++) {
      first = before.get(i).is(";") ? i + 1 : first;
    }
    before = before.subList(first, before.size());
    int begin = first == 0 ? 0 : behindSemicolon(text, before);
    Optional<Integer> quote = openQuote(before);
    if (isInComment(text, before)) {
      return new CompletionPlace(cursor, "", false, List.of());
    }
    if (quote.isPresent()) {
      Word sign = before.get(quote.get());
      List<Want> wants =
          sign.is("'")
              ? new StatementWants(before.subList(0, quote.get()), List.of()).inText()
              : List.of();
      return new CompletionPlace(sign.end(), text.substring(sign.end()), true, wants);
    }
    int partial = partialWord(before, cursor);
    int start = partial < before.size() ? before.get(partial).start() : cursor;
    List<Word> words = before.subList(0, partial);
    List<Word> after = after(script.substring(cursor));
    Set<Want> wants = new LinkedHashSet<>();
    StatementBeginning beginning = StatementBeginning.of(text.substring(begin, start));
    Optional<Integer> query = beginning.queryStart();
    List<Expectation> expected = beginning.expected();
    boolean inOptions = expected.stream().anyMatch(expectation -> expectation.in("optionList"));
    if (query.isPresent() && !inOptions) {
      wants.addAll(new QueryWants(words.subList(query.get(), words.size()), after).all());
    }
    wants.addAll(new StatementWants(words, after).of(expected));
    return new CompletionPlace(start, text.substring(start), false, List.copyOf(wants))
        .withWholeName(words);
  }

  private static int behindSemicolon(String text, List<Word> before) {
    return before.isEmpty() ? text.length() : before.get(0).start();
  }

  /** The words up to the end of the statement. */
  private static List<Word> after(String rest) {
    List<Word> after = new ArrayList<>();
    for (Word word : StatementBeginning.words(rest)) {
      if (word.is(";")) {
        break;
      }
      after.add(word);
    }
    return after;
  }

  /** The first quote that is never closed. */
  private static Optional<Integer> openQuote(List<Word> words) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).is("'") || words.get(i).is("\"") || words.get(i).is("`")) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static boolean isInComment(String text, List<Word> words) {
    for (int i = 1; i < words.size(); i++) {
      boolean opens = words.get(i).is("*") && words.get(i - 1).is("/");
      if (opens && words.get(i).start() == words.get(i - 1).end()) {
        return true;
      }
    }
    // A comment up to the end of its line is no word: what stands behind the last word tells.
    int last = words.isEmpty() ? 0 : words.get(words.size() - 1).end();
    String line = text.substring(Math.max(last, text.lastIndexOf('\n') + 1));
    return line.contains("--");
  }

  /** The number of the word that the cursor touches; the number of words if there is none. */
  private static int partialWord(List<Word> before, int cursor) {
    int last = before.size() - 1;
    if (last < 0) {
      return 0;
    }
    Word word = before.get(last);
    boolean isWord = word.kind() == Word.Kind.NAME || word.kind() == Word.Kind.RESERVED;
    return isWord && word.end() == cursor ? last : before.size();
  }

  /** Names of options and settings have points and hyphens in them. */
  private CompletionPlace withWholeName(List<Word> words) {
    boolean dotted =
        wants.stream()
            .anyMatch(
                want ->
                    want instanceof Want.Option
                        || want instanceof Want.Setting
                        || want instanceof Want.QueryOption);
    int from = start;
    StringBuilder whole = new StringBuilder(prefix);
    for (int i = words.size() - 1; dotted && i >= 0; i--) {
      Word word = words.get(i);
      boolean part = word.is(".") || word.is("-") || word.isName();
      if (!part || word.end() != from) {
        break;
      }
      from = word.start();
      whole.insert(0, word.text());
    }
    return new CompletionPlace(from, whole.toString(), quoted, wants);
  }
}
