package io.millrace.exec.session.table;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.ValueRow.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A query put together of words of our own and of pieces of a statement. Errors in it are shown
 * where the piece stands in the statement.
 */
final class ComposedQuery {
  private final StringBuilder text = new StringBuilder();
  private final List<Piece> pieces = new ArrayList<>();
  private int line = 1;
  private int column = 1;

  /** A piece from its first to its last character, and where it comes from. */
  private record Piece(SourcePosition place, SourcePosition origin) {

    boolean holds(int line, int column) {
      boolean behindBegin =
          line > place.line() || (line == place.line() && column >= place.column());
      boolean beforeEnd =
          line < place.endLine() || (line == place.endLine() && column <= place.endColumn());
      return behindBegin && beforeEnd;
    }

    int line(int at) {
      return at - place.line() + origin.line();
    }

    int column(int line, int at) {
      return line == place.line() ? at - place.column() + origin.column() : at;
    }
  }

  /** Words of our own. */
  ComposedQuery own(String words) {
    append(words);
    return this;
  }

  /** A name in double quotes. */
  ComposedQuery name(String name) {
    return own('"' + name.replace("\"", "\"\"") + '"');
  }

  /** A name that stands in the statement. */
  ComposedQuery name(Identifier name) {
    return from('"' + name.text().replace("\"", "\"\"") + '"', name.position());
  }

  /** A piece of the statement. */
  ComposedQuery user(QueryText piece) {
    return from(piece.text().stripLeading(), piece.position());
  }

  /** A value of the statement. */
  ComposedQuery user(Cell value) {
    return from(value.sql(), value.position());
  }

  /** Words that stand for a place of the statement. */
  ComposedQuery from(String words, SourcePosition origin) {
    SourcePosition begin = here();
    append(words);
    SourcePosition end =
        column > 1 ? SourcePosition.of(line, column - 1) : SourcePosition.of(line, 1);
    pieces.add(new Piece(begin.to(end), origin));
    return this;
  }

  /** Where the next words will stand. */
  SourcePosition here() {
    return SourcePosition.of(line, column);
  }

  private void append(String words) {
    text.append(words);
    for (int i = 0; i < words.length(); i++) {
      if (words.charAt(i) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
  }

  QueryText query() {
    String query = text.toString();
    return new QueryText(
        query, query, SourcePosition.of(1, 1).to(SourcePosition.of(line, Math.max(1, column - 1))));
  }

  SourceText script() {
    return new SourceText("", text.toString());
  }

  /** Moves errors of this query to where they belong in a statement, else to the fallback. */
  UnaryOperator<MillraceException> places(SourceText statement, SourcePosition fallback) {
    return error -> {
      boolean isOurs = error.source().isEmpty() || error.source().get().equals(script());
      if (!isOurs) {
        return error;
      }
      SourcePosition place = error.position().flatMap(this::origin).orElse(fallback);
      return error.movedTo(statement, place);
    };
  }

  private Optional<SourcePosition> origin(SourcePosition place) {
    for (Piece piece : pieces) {
      if (piece.holds(place.line(), place.column())) {
        int first = piece.line(place.line());
        int from = piece.column(place.line(), place.column());
        SourcePosition begin = SourcePosition.of(first, from);
        boolean whole =
            place.equals(piece.place()) || !piece.holds(place.endLine(), place.endColumn());
        SourcePosition end =
            whole
                ? SourcePosition.of(piece.origin().endLine(), piece.origin().endColumn())
                : SourcePosition.of(
                    piece.line(place.endLine()), piece.column(place.endLine(), place.endColumn()));
        boolean ordered =
            end.line() > begin.line()
                || (end.line() == begin.line() && end.column() >= begin.column());
        return Optional.of(ordered ? begin.to(end) : begin);
      }
    }
    return Optional.empty();
  }
}
