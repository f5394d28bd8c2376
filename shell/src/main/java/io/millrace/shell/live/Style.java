package io.millrace.shell.live;

/** How a piece of text looks where colours are allowed. */
enum Style {
  PLAIN(""),
  /** What is not important now. */
  DIM("2"),
  /** What has just changed, and names. */
  BRIGHT("1"),
  /** What runs well, and what is new. */
  GOOD("32"),
  /** What needs attention. */
  WARNING("33"),
  /** What is gone or has failed. */
  BAD("31");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** The sequence that begins it; empty for plain text. */
  String begin() {
    return code.isEmpty() ? "" : "\033[" + code + "m";
  }

  /** The sequence that ends it; empty for plain text. */
  String end() {
    return code.isEmpty() ? "" : "\033[0m";
  }
}
