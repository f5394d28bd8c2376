package io.millrace.state;

import static java.util.Objects.requireNonNull;

/**
 * Some of the words that an operator keeps with each key, under a name that is never changed
 * lightly: by it they are found again where another version of the query has left them.
 *
 * @param name letters, digits, blanks and hyphens
 * @param words how many; a number that has become one word wider takes its sign into it
 */
public record StateField(String name, int words) {
  public StateField {
    requireNonNull(name, "name is null");
    if (words < 0) {
      throw new IllegalArgumentException(name + " of " + words + " words");
    }
  }
}
