package io.millrace.tests.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Collects input and hands it on in pieces other than those it came in; the order stays. */
final class InputCutter {
  private record Row(String source, String text) {}

  /** Adds rows to a source, as one unit. */
  interface Feeder {
    void insert(String source, List<String> rows);
  }

  /** Lets the query run. */
  interface Stepper {
    /** Runs one batch if one is due, or as many as are. */
    void step(boolean all);
  }

  private final Variant variant;
  private final Random random;
  private final List<Row> waiting = new ArrayList<>();

  InputCutter(Variant variant) {
    this.variant = variant;
    this.random = new Random(variant.seed());
  }

  void add(Directive.Input input) {
    input.rows().forEach(row -> waiting.add(new Row(input.source(), row)));
  }

  void flush(Feeder feeder, Stepper stepper) {
    List<String> piece = new ArrayList<>();
    for (int i = 0; i < waiting.size(); i++) {
      Row row = waiting.get(i);
      piece.add(row.text());
      boolean last = i + 1 == waiting.size();
      boolean otherNext = last || !waiting.get(i + 1).source().equals(row.source());
      if (otherNext || cutsHere()) {
        feeder.insert(row.source(), piece);
        piece = new ArrayList<>();
        stepHere(stepper);
      }
    }
    waiting.clear();
    stepper.step(true);
  }

  private boolean cutsHere() {
    return switch (variant.cut()) {
      case ROW_BY_ROW -> true;
      case RANDOM, CONTINUOUS -> random.nextBoolean();
      case ONE_BATCH, AS_WRITTEN -> false;
    };
  }

  private void stepHere(Stepper stepper) {
    switch (variant.cut()) {
      case ROW_BY_ROW -> stepper.step(true);
      case RANDOM, CONTINUOUS -> {
        // Sometimes data follows data, sometimes the query catches up first.
        int choice = random.nextInt(3);
        if (choice > 0) {
          stepper.step(choice == 2);
        }
      }
      case ONE_BATCH, AS_WRITTEN -> {}
    }
  }
}
