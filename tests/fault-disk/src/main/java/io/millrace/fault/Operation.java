package io.millrace.fault;

/** What can be counted, made to fail, or be the last. */
public enum Operation {
  READ,
  WRITE,
  TRUNCATE,
  FORCE,
  FORCE_DIRECTORY,
  CREATE,
  RENAME,
  DELETE;

  /** Whether it changes what a crash leaves; only these are counted. */
  boolean changes() {
    return this != READ;
  }
}
