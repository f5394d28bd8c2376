package io.millrace.exec.session.query;

import io.millrace.exec.query.ProtocolObserver;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a test drives a query.
 *
 * @param checkpoint of the query, in place of the one that it names
 * @param observer of the steps of its batches, to stop it dead behind one
 */
public record Stepping(Optional<Path> checkpoint, ProtocolObserver observer) {
  /** Without checkpoint and observer. */
  public static final Stepping PLAIN = new Stepping(Optional.empty(), ProtocolObserver.NONE);
}
