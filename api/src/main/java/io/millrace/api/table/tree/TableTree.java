package io.millrace.api.table.tree;

import io.millrace.api.connector.Attachment;
import io.millrace.api.types.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a table is computed from, step by step. Steps are told apart by identity, not by equality:
 * {@code Column}s of a table refer to the step they were taken from.
 */
public sealed interface TableTree {

  /** The steps it reads, in order. */
  List<TableTree> inputs();

  /** A table, source or view of the catalog. */
  record Named(String name) implements TableTree {
    @Override
    public List<TableTree> inputs() {
      return List.of();
    }
  }

  /**
   * A source that has no name.
   *
   * @param format the name of a connector, or of a format of files
   * @param options as given
   * @param schema the declared columns as the text between the parentheses of CREATE SOURCE; empty
   *     for those that the connector has
   * @param streaming whether it is read for ever, or what is there is read once
   */
  record Source(
      String format, Map<String, String> options, Optional<String> schema, boolean streaming)
      implements TableTree {
    public Source {
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    @Override
    public List<TableTree> inputs() {
      return List.of();
    }
  }

  /** The text of a query. */
  record Query(String text) implements TableTree {
    @Override
    public List<TableTree> inputs() {
      return List.of();
    }
  }

  /**
   * Rows of the program.
   *
   * @param rows what the connector of tables in memory keeps of them
   */
  record Rows(Schema schema, Attachment rows) implements TableTree {
    @Override
    public List<TableTree> inputs() {
      return List.of();
    }
  }

  /** Chosen and computed columns. */
  record Select(TableTree input, List<Expr> columns) implements OneInput {
    public Select {
      columns = List.copyOf(columns);
    }
  }

  /** The rows for which a condition is true. */
  record Filter(TableTree input, Expr condition) implements OneInput {}

  /** All columns, with some replaced and others added behind. */
  record WithColumns(TableTree input, List<Expr.Alias> columns) implements OneInput {
    public WithColumns {
      columns = List.copyOf(columns);
    }
  }

  /** All columns, some under other names; names that are not there are no error. */
  record Rename(TableTree input, Map<String, String> names) implements OneInput {
    public Rename {
      names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    }
  }

  /** All columns under new names. */
  record ToNames(TableTree input, List<String> names) implements OneInput {
    public ToNames {
      names = List.copyOf(names);
    }
  }

  /** All columns but some; names that are not there are no error. */
  record Drop(TableTree input, List<Expr> columns) implements OneInput {
    public Drop {
      columns = List.copyOf(columns);
    }
  }

  /** A name for the columns' table, as {@code FROM … AS name}. */
  record Aliased(TableTree input, String alias) implements OneInput {}

  /** How rows are grouped. */
  enum Grouping {
    PLAIN,
    ROLLUP,
    CUBE
  }

  /** One row for each group: the keys, then the aggregates. No keys: one row for everything. */
  record Aggregate(TableTree input, Grouping grouping, List<Expr> keys, List<Expr> aggregates)
      implements OneInput {
    public Aggregate {
      keys = List.copyOf(keys);
      aggregates = List.copyOf(aggregates);
    }
  }

  /** Each row once. */
  record Distinct(TableTree input) implements OneInput {}

  /**
   * The first row for each combination of some columns.
   *
   * @param withinWatermark whether it is forgotten once the watermark has passed it
   */
  record Deduplicate(TableTree input, List<String> columns, boolean withinWatermark)
      implements OneInput {
    public Deduplicate {
      columns = List.copyOf(columns);
    }
  }

  /**
   * The same rows; aggregates of those that pass in a batch are reported under a name.
   *
   * @param metrics aggregates
   */
  record Observe(TableTree input, String name, List<Expr> metrics) implements OneInput {
    public Observe {
      metrics = List.copyOf(metrics);
    }
  }

  /** Rows in an order. */
  record Sort(TableTree input, List<Expr> keys) implements OneInput {
    public Sort {
      keys = List.copyOf(keys);
    }
  }

  /** Some rows: as many as {@code count}, or all, behind the first {@code offset}. */
  record Limit(TableTree input, long offset, OptionalLong count) implements OneInput {}

  /** Event time is observed. */
  record Watermark(TableTree input, String column, String delay) implements OneInput {}

  /** The kinds of joins. */
  enum JoinKind {
    INNER,
    CROSS,
    LEFT_OUTER,
    RIGHT_OUTER,
    FULL_OUTER,
    LEFT_SEMI,
    LEFT_ANTI
  }

  /**
   * Rows of two tables side by side.
   *
   * @param condition when they belong together
   * @param using columns that both have, which must be equal and appear once
   */
  record Join(
      TableTree left, TableTree right, JoinKind kind, Optional<Expr> condition, List<String> using)
      implements TableTree {
    public Join {
      using = List.copyOf(using);
    }

    @Override
    public List<TableTree> inputs() {
      return List.of(left, right);
    }
  }

  /** The kinds of set operations. */
  enum SetKind {
    UNION,
    INTERSECT,
    EXCEPT
  }

  /**
   * Rows of two tables one below the other.
   *
   * @param all whether equal rows stay as many as they are
   * @param byName whether columns are matched by name
   * @param allowMissing whether a column of only one of them, by name, is NULL for the other
   */
  record SetOperation(
      SetKind kind,
      boolean all,
      TableTree left,
      TableTree right,
      boolean byName,
      boolean allowMissing)
      implements TableTree {
    @Override
    public List<TableTree> inputs() {
      return List.of(left, right);
    }
  }

  /**
   * A step that runs the program's own code over the rows of its input. Whoever plans knows it by
   * its class.
   */
  non-sealed interface Program extends TableTree {
    TableTree input();

    /** The columns it gives; empty if they are those of its input. */
    Optional<Schema> schema();

    /** What people call it: {@code map}, {@code flatMapGroupsWithState}. */
    String name();

    @Override
    default List<TableTree> inputs() {
      return List.of(input());
    }
  }

  /** A step over one table. */
  sealed interface OneInput extends TableTree {
    TableTree input();

    @Override
    default List<TableTree> inputs() {
      return List.of(input());
    }
  }
}
