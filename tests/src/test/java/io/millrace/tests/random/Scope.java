package io.millrace.tests.random;

import java.util.List;
import java.util.function.Predicate;

/** The columns that expressions may name, with the names by which they do. */
record Scope(List<Term> columns) {
  Scope {
    columns = List.copyOf(columns);
  }

  static Scope of(String alias, List<Column> columns) {
    return new Scope(
        columns.stream().map(c -> new Term(alias + "." + c.name(), c.kind())).toList());
  }

  List<Term> of(Kind kind) {
    return columns.stream().filter(c -> c.kind() == kind).toList();
  }

  List<Term> that(Predicate<Kind> test) {
    return columns.stream().filter(c -> test.test(c.kind())).toList();
  }

  List<Term> comparable() {
    return that(Kind::isComparable);
  }

  List<Term> numbers() {
    return that(Kind::isNumber);
  }
}
