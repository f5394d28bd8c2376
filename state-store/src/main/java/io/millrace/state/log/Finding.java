package io.millrace.state.log;

/** What is found at a page where a record may begin. */
sealed interface Finding {

  /** Nothing, or a record whose first sector was not written. */
  record Blank() implements Finding {}

  /** The readable head of a record. */
  record Begun(RecordHead head) implements Finding {}

  /** A record of which some sectors were not written. */
  record Torn() implements Finding {}

  /** A record as it was written. */
  record Whole(RecordHead head, CommitLog.Record record) implements Finding {}

  /** Bytes that no interrupted write explains. */
  record Damaged(long offset, String what) implements Finding {}
}
