package io.millrace.exec.expression;

/** A filter and projection whose code exists; thread-safe, shared by all workers. */
public interface CompiledCalc {

  /** A function for one worker. */
  BatchFunction newInstance();
}
