package io.millrace.exec.expression.runtime;

/** A constant of generated code that has state of its own, so each instance needs its own copy. */
public interface InstanceConstant {

  /** A fresh copy for one instance. */
  InstanceConstant forInstance();
}
