package io.millrace.state.format.v1;

import io.millrace.state.StateOutput;

/** Writes the body of an epoch's record. Used again for each. Not thread-safe. */
public final class ChangeRecordWriter {
  /** The version of the format, the first byte of a record. */
  static final int VERSION = 1;

  /** The version of the schema that values are written in. */
  static final int SCHEMA_VERSION = 1;

  private final StateOutput output = new StateOutput();
  private int countAt = -1;

  /** Begins a record. */
  public void begin() {
    output.clear();
    output.writeByte(VERSION);
  }

  /** Begins a section; its blocks are written into {@link #output()}. */
  public void beginSection(SectionHeader header) {
    if (countAt >= 0) {
      throw new IllegalStateException("a section is open");
    }
    header.write(output);
    countAt = output.size();
    output.writeLong(0);
  }

  /** Ends a section that has so many entries. */
  public void endSection(int entries) {
    output.setInt(countAt, entries);
    output.setInt(countAt + 4, output.size() - countAt - 8);
    countAt = -1;
  }

  public StateOutput output() {
    return output;
  }
}
