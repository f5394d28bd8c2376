package io.millrace.benchmark.state;

import java.util.Optional;

/**
 * A batch that is committed, as a line from one process to another.
 *
 * @param id its number
 * @param keys how many keys the state holds behind it
 * @param durations what took how many milliseconds, as the query reports it
 */
record CommittedBatch(long id, long keys, String durations) {
  private static final String WORD = "COMMITTED";

  String line() {
    return String.join(" ", WORD, Long.toString(id), Long.toString(keys), durations);
  }

  static Optional<CommittedBatch> parse(String line) {
    String[] words = line.split(" ");
    if (words.length != 4 || !words[0].equals(WORD)) {
      return Optional.empty();
    }
    return Optional.of(
        new CommittedBatch(Long.parseLong(words[1]), Long.parseLong(words[2]), words[3]));
  }
}
