package io.millrace.api.error;

/** Whose move it is after an error. */
public enum ErrorKind {
  /** The statement or the data is wrong: the user can mend it. */
  USER,
  /** The engine does not do this, or not yet: the message says which and names a way round. */
  UNSUPPORTED,
  /** The machine ran out of something. */
  RESOURCE,
  /** Something outside of the engine failed: a file, a server, user code. */
  EXTERNAL,
  /** A bug in the engine. */
  INTERNAL
}
