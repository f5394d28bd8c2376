package io.millrace.exec.build;

import java.util.Arrays;
import java.util.List;

/** A row with its weight. */
record Change(int weight, List<Object> row) {

  static Change insert(Object... row) {
    return new Change(1, Arrays.asList(row));
  }

  static Change delete(Object... row) {
    return new Change(-1, Arrays.asList(row));
  }
}
