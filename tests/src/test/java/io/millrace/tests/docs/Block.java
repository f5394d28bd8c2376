package io.millrace.tests.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a page.
 *
 * @param info what stands behind the opening fence
 * @param line the line of the opening fence, from 1
 * @param text the lines inside
 */
record Block(String info, int line, String text) {
  private static final String FENCE = "```";

  static List<Block> of(String page) {
    List<Block> blocks = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String info = "";
    int start = 0;
    int number = 0;
    for (String line : page.split("\n", -1)) {
      number++;
      if (line.startsWith(FENCE) && start == 0) {
        info = line.substring(FENCE.length()).strip();
        start = number;
        text.setLength(0);
      } else if (line.equals(FENCE)) {
        blocks.add(new Block(info, start, text.toString()));
        start = 0;
      } else if (start > 0) {
        text.append(line).append('\n');
      }
    }
    if (start > 0) {
      throw new IllegalArgumentException("the fence of line " + start + " is not closed");
    }
    return blocks;
  }
}
