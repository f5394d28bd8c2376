package io.millrace.fault;

/** How a life of the disk ends. */
public enum Crash {
  /** The process is gone, the system goes on: what was written is there, forced or not. */
  KILL,

  /** The machine is off: what was not forced may be lost. */
  POWER_CUT
}
