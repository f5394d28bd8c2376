package io.millrace.tests.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes a statement's words: some go, come twice, change places or give way to others. */
final class Mutation {
  private static final Pattern TOKEN =
      Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|[A-Za-z_]\\w*|\\d+(?:\\.\\d+)?|\\s+|.");

  /** What many a function or operator has not been thought of with. */
  private static final List<String> SURPRISES =
      List.of(
          "NULL",
          "''",
          "-1",
          "0",
          "9223372036854775807",
          "1e308",
          "0.1",
          "CAST(NULL AS INTEGER)",
          "DATE '0001-01-01'",
          "TIMESTAMP '9999-12-31 23:59:59.999999'",
          "INTERVAL '1' MONTH",
          "ARRAY[1, NULL]",
          "ARRAY[]",
          "MAP['a', 1]",
          "ROW(1, NULL)",
          "(SELECT 1)",
          "(SELECT NULL WHERE FALSE)",
          "TRUE",
          "*",
          "(",
          ")",
          ",",
          "DISTINCT",
          "OVER ()",
          "COUNT(*)");

  private final Random random;

  Mutation(Random random) {
    this.random = random;
  }

  /** The statement with one to three changes; words may come from another one. */
  String of(String statement, String other) {
    List<String> tokens = tokens(statement);
    List<String> others = words(tokens(other));
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && tokens.size() > 2; i++) {
      change(tokens, others);
    }
    return String.join("", tokens);
  }

  private void change(List<String> tokens, List<String> others) {
    // The first word stays: it says what kind of statement it is.
    int at = place(tokens);
    switch (random.nextInt(7)) {
      case 0 -> tokens.set(at, " ");
      case 1 -> tokens.add(at, tokens.get(at) + " ");
      case 2 -> Collections.swap(tokens, at, place(tokens));
      case 3 -> tokens.set(at, pick(words(tokens)));
      case 4 -> tokens.set(at, pick(others));
      case 5 -> tokens.add(at, " " + pick(others) + " ");
      default -> tokens.set(at, pick(SURPRISES));
    }
  }

  /** A token that is no blank, but for the first. */
  private int place(List<String> tokens) {
    int at = 1 + random.nextInt(tokens.size() - 1);
    while (tokens.get(at).isBlank() && at + 1 < tokens.size()) {
      at++;
    }
    return at;
  }

  private static List<String> words(List<String> tokens) {
    return tokens.stream().filter(token -> !token.isBlank()).toList();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static List<String> tokens(String statement) {
    List<String> tokens = new ArrayList<>();
    Matcher found = TOKEN.matcher(statement);
    while (found.find()) {
      tokens.add(found.group());
    }
    return tokens;
  }
}
