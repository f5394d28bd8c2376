package io.millrace.exec.build;

/** The end of the graph. */
record ResultTarget() implements Target {}
