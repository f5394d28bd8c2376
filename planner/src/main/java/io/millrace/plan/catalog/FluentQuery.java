package io.millrace.plan.catalog;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.sql.statement.QueryText;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A table of a program as the text of a query.
 *
 * @param text the query
 * @param script the same as the script it stands in
 * @param leaves what it reads and the catalog does not have, under names that only it knows
 * @param ownLines the lines that the user wrote, in order
 */
public record FluentQuery(
    QueryText text, SourceText script, List<CatalogObject> leaves, List<OwnLines> ownLines) {

  /** Lines that the user wrote, counted from 1, and the whole of what the user wrote there. */
  public record OwnLines(int first, int last, SourceText text) {}

  public FluentQuery {
    leaves = List.copyOf(leaves);
    ownLines = List.copyOf(ownLines);
  }

  /** Does something with the query; its errors stand in the user's words, or nowhere. */
  public <T> T run(Supplier<T> work) {
    try {
      return work.get();
    } catch (MillraceException e) {
      throw placed(e);
    }
  }

  /** The error at its place in the user's words, or without one. */
  public MillraceException placed(MillraceException error) {
    MillraceException e = inWordsOfPrograms(error);
    if (e.source().isPresent() && !e.source().get().equals(script)) {
      return e;
    }
    Optional<SourcePosition> at = e.position();
    for (OwnLines lines : ownLines) {
      if (at.isPresent() && at.get().line() >= lines.first() && at.get().line() <= lines.last()) {
        return e.movedTo(lines.text(), inside(at.get(), lines));
      }
    }
    return e.withoutPlace();
  }

  /** Ways out as a program would take them. */
  private static MillraceException inWordsOfPrograms(MillraceException e) {
    return e.withHints(
        hint ->
            hint.replace("EMIT UPDATE", "outputMode(\"update\")")
                .replace("EMIT COMPLETE", "outputMode(\"complete\")")
                .replace("EMIT CHANGELOG", "outputMode(\"changelog\")"));
  }

  private static SourcePosition inside(SourcePosition at, OwnLines lines) {
    int shift = lines.first() - 1;
    if (at.endLine() <= lines.last()) {
      return new SourcePosition(
          at.line() - shift, at.column(), at.endLine() - shift, at.endColumn());
    }
    return SourcePosition.of(at.line() - shift, at.column());
  }
}
