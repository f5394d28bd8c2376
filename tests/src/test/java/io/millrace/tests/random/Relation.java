package io.millrace.tests.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A query, in both dialects.
 *
 * @param columns of its result, named c0, c1 and so on
 * @param parts the queries that it is made of, any of which might do in its place
 */
record Relation(String sql, List<Column> columns, List<Relation> parts) {
  Relation {
    columns = List.copyOf(columns);
    parts = List.copyOf(parts);
  }

  /** As it stands behind FROM. */
  String as(String alias) {
    return "(" + sql + ") " + alias;
  }

  /** Columns with the names that a result has. */
  static List<Column> named(List<Kind> kinds) {
    return IntStream.range(0, kinds.size())
        .mapToObj(i -> new Column("c" + i, kinds.get(i)))
        .toList();
  }

  /** This and all below it. */
  List<Relation> all() {
    List<Relation> all = new ArrayList<>(List.of(this));
    parts.forEach(part -> all.addAll(part.all()));
    return all;
  }

  /** The same with another query in the place of one of those below it. */
  Relation with(Relation old, Relation other) {
    return new Relation(
        sql.replace(old.sql, other.sql),
        columns,
        parts.stream().map(part -> part == old ? other : part.with(old, other)).toList());
  }

  /** What is selected, as it is written and of which kind. */
  static final class Selection {
    private final List<String> expressions = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();

    Selection add(Term term) {
      expressions.add(term.sql());
      kinds.add(term.kind());
      return this;
    }

    Selection addAll(List<Term> terms) {
      terms.forEach(this::add);
      return this;
    }

    int size() {
      return kinds.size();
    }

    List<Column> columns() {
      return named(kinds);
    }

    @Override
    public String toString() {
      return IntStream.range(0, size())
          .mapToObj(i -> expressions.get(i) + " AS c" + i)
          .collect(Collectors.joining(", "));
    }
  }
}
