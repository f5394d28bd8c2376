package io.millrace.exec.build;

/** An input of a stage: most have one, joins have two. */
final class StageInput implements Target {
  private final Stage stage;
  private final int index;
  private final int[] keyColumns;

  /**
   * @param index from 0 on
   * @param keyColumns by which rows are dealt out; none for a stage of one partition
   */
  StageInput(Stage stage, int index, int[] keyColumns) {
    this.stage = stage;
    this.index = index;
    this.keyColumns = keyColumns;
  }

  Stage stage() {
    return stage;
  }

  int index() {
    return index;
  }

  int[] keyColumns() {
    return keyColumns;
  }
}
