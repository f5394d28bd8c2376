package io.millrace.plan.analyze;

import io.millrace.api.error.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.jspecify.annotations.Nullable;

/** What a name at some place of a query could have meant. */
final class VisibleNames {
  private final SqlNode query;
  private final SqlValidator validator;
  private final Analyzer analyzer;
  private final List<SqlWithItem> withItems = new ArrayList<>();

  VisibleNames(SqlNode query, SqlValidator validator, Analyzer analyzer) {
    this.query = query;
    this.validator = validator;
    this.analyzer = analyzer;
    query.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          @SuppressWarnings("NullAway")
          public Void visit(SqlCall call) {
            if (call instanceof SqlWithItem item) {
              withItems.add(item);
            }
            return super.visit(call);
          }
        });
  }

  /**
   * @param from the table in FROM as the user named it; empty if it has no name or there are
   *     several
   */
  record Columns(String from, List<String> names) {}

  /**
   * A table in FROM.
   *
   * @param name its name in the catalog; empty for a query in FROM
   * @param alias the name it has in the query; empty if it has none
   */
  record Table(String name, String alias) {}

  /** The columns that FROM of the SELECT around a place gives. */
  Columns columns(Optional<SourcePosition> place) {
    return select(place)
        .map(found -> found.getFrom())
        .map(this::columns)
        .orElse(new Columns("", List.of()));
  }

  /** The tables in FROM of the SELECT around a place. */
  List<Table> tables(Optional<SourcePosition> place) {
    List<Table> tables = new ArrayList<>();
    select(place).map(found -> found.getFrom()).ifPresent(from -> addTables(from, "", tables));
    return tables;
  }

  /** The names that SELECT gives to its expressions by AS, with the expressions. */
  List<SqlCall> aliases(Optional<SourcePosition> place) {
    List<SqlCall> aliases = new ArrayList<>();
    select(place)
        .ifPresent(
            found -> {
              for (SqlNode item : found.getSelectList()) {
                if (item.getKind() == SqlKind.AS) {
                  aliases.add((SqlCall) item);
                }
              }
            });
    return aliases;
  }

  /** Whether a place is in the WHERE of its SELECT. */
  boolean isInWhere(Optional<SourcePosition> place) {
    Optional<SqlNode> where = select(place).map(SqlSelect::getWhere);
    return where.isPresent() && place.isPresent() && covers(where.get(), place.get());
  }

  /** The names that WITH gives to queries. */
  List<String> withNames() {
    return withItems.stream().map(item -> item.name.getSimple()).toList();
  }

  /** The name that begins at a place, with all its parts. */
  Optional<SqlIdentifier> identifier(Optional<SourcePosition> place) {
    if (place.isEmpty()) {
      return Optional.empty();
    }
    List<SqlIdentifier> found = new ArrayList<>();
    query.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          @SuppressWarnings("NullAway")
          public Void visit(SqlIdentifier id) {
            if (!id.names.isEmpty() && covers(id, place.get())) {
              found.add(id);
            }
            return null;
          }
        });
    return found.stream().findFirst();
  }

  private void addTables(SqlNode from, String alias, List<Table> tables) {
    if (from instanceof SqlIdentifier id) {
      tables.add(new Table(id.names.get(id.names.size() - 1), alias));
    } else if (from instanceof SqlJoin join) {
      addTables(join.getLeft(), "", tables);
      addTables(join.getRight(), "", tables);
    } else if (from.getKind() == SqlKind.AS) {
      addTables(((SqlCall) from).operand(0), ((SqlCall) from).operand(1).toString(), tables);
    } else {
      tables.add(new Table("", alias));
    }
  }

  private Columns columns(SqlNode from) {
    if (from instanceof SqlIdentifier id) {
      return ofTable(id.names.get(id.names.size() - 1));
    }
    if (from instanceof SqlJoin join) {
      List<String> names = new ArrayList<>(columns(join.getLeft()).names());
      columns(join.getRight()).names().stream()
          .filter(name -> !names.contains(name))
          .forEach(names::add);
      return new Columns("", names);
    }
    if (from.getKind() == SqlKind.AS) {
      return renamed((SqlCall) from);
    }
    if (from.getKind() == SqlKind.COLLECTION_TABLE
        && ((SqlCall) from).operand(0) instanceof SqlCall function
        && function.operandCount() > 0
        && function.operand(0) instanceof SqlSelect input
        && input.getFrom() != null) {
      Columns inner = columns(input.getFrom());
      List<String> names = new ArrayList<>(inner.names());
      names.addAll(WindowTableFunction.COLUMNS);
      return new Columns(inner.from(), names);
    }
    if (from.getKind() == SqlKind.LATERAL) {
      return columns(((SqlCall) from).operand(0));
    }
    if (from.getKind() == SqlKind.COLLECTION_TABLE) {
      // one whose argument is wrong has no type to ask for
      boolean users =
          ((SqlCall) from).operand(0) instanceof SqlCall function
              && function.getOperator() instanceof UserOperators.Table;
      return new Columns("", users ? ofFunction((SqlCall) from) : List.of());
    }
    if (from.getKind() == SqlKind.PIVOT || from.getKind() == SqlKind.UNPIVOT) {
      // one that is wrong has no type to ask for
      return new Columns("", columns(((SqlCall) from).operand(0)).names());
    }
    return new Columns("", known(from));
  }

  private static List<String> ofFunction(SqlCall table) {
    SqlCall function = table.operand(0);
    return ((UserOperators.Table) function.getOperator()).function().columns().names();
  }

  private Columns renamed(SqlCall as) {
    Columns inner = columns(as.operand(0));
    String alias = as.operand(1).toString();
    List<SqlNode> renamed = as.getOperandList();
    if (renamed.size() > 2) {
      // FROM (…) AS t(a, b)
      return new Columns(
          alias, renamed.subList(2, renamed.size()).stream().map(SqlNode::toString).toList());
    }
    return inner.from().isEmpty() ? new Columns(alias, inner.names()) : inner;
  }

  private Columns ofTable(String name) {
    for (SqlWithItem item : withItems) {
      if (item.name.getSimple().equalsIgnoreCase(name)) {
        return new Columns(
            name,
            item.columnList == null
                ? known(item.query)
                : item.columnList.stream().map(String::valueOf).toList());
      }
    }
    return new Columns(name, analyzer.columnsOf(name));
  }

  /** The columns of a sub-query, as far as validation has come. */
  private List<String> known(SqlNode subQuery) {
    SqlValidatorNamespace namespace = validator.getNamespace(subQuery);
    if (namespace == null) {
      return List.of();
    }
    try {
      RelDataType type = namespace.getRowType();
      return type == null ? List.of() : type.getFieldNames();
    } catch (RuntimeException e) {
      // Not validated yet: there is nothing to suggest, and the error at hand matters more.
      return List.of();
    }
  }

  private Optional<SqlSelect> select(Optional<SourcePosition> place) {
    Finder finder = new Finder(place);
    query.accept(finder);
    return Optional.ofNullable(finder.found);
  }

  private static boolean covers(SqlNode outer, SourcePosition inner) {
    return covers(outer.getParserPosition(), inner);
  }

  private static boolean covers(SqlParserPos outer, SourcePosition inner) {
    return before(outer.getLineNum(), outer.getColumnNum(), inner.line(), inner.column())
        && before(
            inner.endLine(), inner.endColumn(), outer.getEndLineNum(), outer.getEndColumnNum());
  }

  private static boolean before(int line, int column, int otherLine, int otherColumn) {
    return line < otherLine || (line == otherLine && column <= otherColumn);
  }

  /** The innermost SELECT around a place. */
  private static final class Finder extends SqlBasicVisitor<Void> {
    private final Optional<SourcePosition> place;
    private @Nullable SqlSelect found;

    Finder(Optional<SourcePosition> place) {
      this.place = place;
    }

    @Override
    @SuppressWarnings("NullAway")
    public Void visit(SqlCall call) {
      if (call instanceof SqlSelect select && (found == null || contains(select))) {
        found = select;
      }
      return super.visit(call);
    }

    private boolean contains(SqlSelect select) {
      return place.isPresent()
          && (covers(select, place.get()) || covers(select.getSelectList(), place.get()));
    }
  }
}
