package io.millrace.plan.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OptionValue;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.table.program.GroupStep;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.TableTree;
import io.millrace.plan.analyze.Durations;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Derived;
import io.millrace.plan.catalog.FluentQuery;
import io.millrace.plan.catalog.LeafFunction;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.plan.fluent.Scope.Side;
import io.millrace.sql.parse.StatementParser;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.RelationKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a tree begins: names of the catalog, texts of queries, and what only this query knows. The
 * latter get names, in the order in which the tree is walked, so that they are the same at the next
 * start: {@code socket-1}.
 */
final class Leaves {
  private static final String FILE = "file";

  private final Sources sources;
  private final TreeWriter writer;
  private final String owner;
  private final List<CatalogObject> found = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<TableTree, CatalogObject> objects = new IdentityHashMap<>();
  private final Map<Expr.Unnamed, CatalogObject> functions = new IdentityHashMap<>();

  /**
   * @param owner what names begin with
   */
  Leaves(Sources sources, TreeWriter writer, String owner) {
    this.sources = sources;
    this.writer = writer;
    this.owner = owner;
  }

  List<CatalogObject> found() {
    return found;
  }

  Block of(TableTree tree) {
    if (tree instanceof TableTree.Named named) {
      return named(named.name(), sources.columnsOf(named.name()), tree);
    } else if (tree instanceof TableTree.Query query) {
      Sql sql = UserText.query(query.text());
      List<String> columns = sources.columnsOf(sql.query(List.of()));
      return Block.whole(sql, new Side(Optional.empty(), columns, tree));
    }
    // What is read in two places of a query is one source.
    CatalogObject object = objects.get(tree);
    if (object == null) {
      object = object(tree);
      objects.put(tree, object);
      found.add(object);
    }
    List<String> columns =
        object instanceof Relation relation
            ? relation.schema().names()
            : columnsOf((Derived) object);
    return named(object.name(), columns, tree);
  }

  private static Block named(String name, List<String> columns, TableTree tree) {
    return Block.over(Sql.name(name), List.of(new Side(Optional.of(name), columns, tree)));
  }

  private CatalogObject object(TableTree tree) {
    if (tree instanceof TableTree.Source source) {
      return relation(source);
    } else if (tree instanceof TableTree.Rows rows) {
      return relation(rows);
    } else if (tree instanceof TableTree.Watermark watermark) {
      return watermark(watermark);
    } else if (tree instanceof TableTree.Deduplicate first) {
      return new Derived(
          newName("deduplicate"),
          writer.query(first.input()),
          new Derived.Deduplicate(first.columns(), first.withinWatermark()));
    } else if (tree instanceof TableTree.Observe observe) {
      return observe(observe);
    } else if (tree instanceof TableTree.Program program) {
      FluentQuery input = writer.query(program.input());
      Optional<FluentQuery> initial =
          program instanceof GroupStep groups
              ? groups.initial().map(states -> writer.query(states.input()))
              : Optional.empty();
      return new Derived(newName(program.name()), input, new Derived.Code(program, initial));
    }
    throw new IllegalStateException("unknown leaf " + tree.getClass());
  }

  private Derived observe(TableTree.Observe tree) {
    String name = newName("observe");
    FluentQuery input = writer.query(tree.input());
    String rows = newName("observed");
    Block all = named(rows, sources.columnsOf(input), tree.input());
    return new Derived(
        name, input, new Derived.Observe(tree.name(), rows, writer.metrics(all, tree)));
  }

  private List<String> columnsOf(Derived derived) {
    if (derived.step() instanceof Derived.Code code && code.program().schema().isPresent()) {
      return code.program().schema().get().names();
    }
    return sources.columnsOf(derived.input());
  }

  /** The name under which the query calls a function that the program gave none. */
  String nameOf(Expr.Unnamed function) {
    CatalogObject known = functions.get(function);
    if (known == null) {
      String name = newName("udf");
      known = new LeafFunction(name, sources.function(name, function));
      functions.put(function, known);
      found.add(known);
    }
    return known.name();
  }

  private String newName(String kind) {
    return owner + kind + "-" + numbers.merge(kind, 1, Integer::sum);
  }

  private Relation relation(TableTree.Rows rows) {
    List<Relation.Column> columns = new ArrayList<>();
    rows.schema()
        .fields()
        .forEach(
            field -> columns.add(new PhysicalColumn(field, Optional.empty(), Optional.empty())));
    return new Relation(
        newName("rows"),
        RelationKind.TABLE,
        columns,
        Optional.empty(),
        List.of(),
        Relation.MEMORY,
        List.of(),
        "",
        List.of(),
        true,
        true,
        Optional.empty(),
        rows.rows());
  }

  private Relation relation(TableTree.Source source) {
    String format = source.format().toLowerCase(Locale.ROOT);
    boolean isFile = !sources.isConnector(format) && sources.isFileFormat(format);
    Optional<String> columns =
        source.schema().or(() -> isFile ? Optional.empty() : sources.columnsOf(source, format, ""));
    Statement.CreateRelation declared = declaration(columns, newName(format));
    return sources.declare(
        new Statement.CreateRelation(
            declared.position(),
            RelationKind.SOURCE,
            false,
            false,
            false,
            declared.name(),
            declared.elements(),
            Optional.of(new Identifier(isFile ? FILE : format, declared.position())),
            source.options().entrySet().stream()
                .map(option -> OptionValue.of(option.getKey(), option.getValue()))
                .toList(),
            isFile ? Optional.of(new Identifier(format, declared.position())) : Optional.empty(),
            List.of(),
            List.of(),
            !source.streaming()));
  }

  /** The columns come from the user; their text stands on lines of its own. */
  private static Statement.CreateRelation declaration(Optional<String> columns, String name) {
    Sql sql = Sql.of("CREATE SOURCE ").then(Sql.of("`" + name.replace("`", "``") + "`"));
    if (columns.isPresent()) {
      sql = sql.then(" (").then(Sql.own(columns.get())).then(")");
    }
    FluentQuery text = sql.then(" USING declared").query(List.of());
    return text.run(
        () -> {
          try {
            return (Statement.CreateRelation) StatementParser.parse(text.text().text());
          } catch (MillraceException e) {
            throw e.in(text.script());
          }
        });
  }

  private Derived watermark(TableTree.Watermark tree) {
    FluentQuery input = writer.query(tree.input());
    OptionalLong delay = Durations.ofText(tree.delay());
    if (delay.isEmpty()) {
      throw error(ErrorCode.WATERMARK_INVALID, "\"" + tree.delay() + "\" is not a length of time")
          .hint("such as:  withWatermark(\"" + tree.column() + "\", \"10 minutes\")")
          .build();
    }
    if (delay.getAsLong() < 0) {
      throw error(ErrorCode.WATERMARK_INVALID, "the delay of a watermark cannot be negative")
          .build();
    }
    return new Derived(
        newName("watermark"),
        input,
        new Derived.Watermark(sourceName(tree), tree.column(), delay.getAsLong()));
  }

  /** The name of the only thing it is made from, for people. */
  private String sourceName(TableTree tree) {
    if (tree instanceof TableTree.Named named) {
      return named.name();
    }
    CatalogObject object = objects.get(tree);
    if (object != null) {
      return object.name();
    }
    return tree.inputs().size() == 1 ? sourceName(tree.inputs().get(0)) : "query";
  }
}
