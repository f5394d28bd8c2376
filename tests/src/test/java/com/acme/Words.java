package com.acme;

import io.millrace.api.udf.TableFunction;

public final class Words extends TableFunction<Words.Word> {
  public record Word(String word, int length) {}

  public void eval(String text) {
    for (String word : text.split(" ")) {
      collect(new Word(word, word.length()));
    }
  }
}
