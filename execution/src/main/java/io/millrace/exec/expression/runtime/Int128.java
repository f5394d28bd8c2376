package io.millrace.exec.expression.runtime;

/** stub replaced below */
public final class Int128 {}
