package io.millrace.plan;

import static java.util.Objects.requireNonNull;

import io.millrace.api.connector.Connectors;
import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SourceCapability;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.analyze.FunctionCalls;
import io.millrace.plan.analyze.FunctionSignatures;
import io.millrace.plan.analyze.FunctionTable;
import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Derived;
import io.millrace.plan.catalog.FluentQuery;
import io.millrace.plan.catalog.LeafCatalog;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.plan.catalog.View;
import io.millrace.plan.check.Guarantee;
import io.millrace.plan.check.ModeCheck;
import io.millrace.plan.check.ModeChoice;
import io.millrace.plan.check.ModeRequest;
import io.millrace.plan.check.RecursionCheck;
import io.millrace.plan.check.ViewCheck;
import io.millrace.plan.check.Visibility;
import io.millrace.plan.explain.LiveNumbers;
import io.millrace.plan.explain.PlanDocument;
import io.millrace.plan.explain.PlanPrinter;
import io.millrace.plan.explain.PlanTree;
import io.millrace.plan.explain.SpecPrinter;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.fluent.TreeWriter;
import io.millrace.plan.incremental.CommonParts;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.pass.Emissions;
import io.millrace.plan.incremental.pass.FollowedSources;
import io.millrace.plan.incremental.pass.Improvements;
import io.millrace.plan.incremental.pass.InsertConversion;
import io.millrace.plan.incremental.pass.QueryConversion;
import io.millrace.plan.incremental.pass.RootConversion.Root;
import io.millrace.plan.logical.LogicalNode;
import io.millrace.plan.logical.LogicalPlanner;
import io.millrace.plan.logical.LogicalPlanner.LogicalPlan;
import io.millrace.plan.lowering.Lowering;
import io.millrace.plan.lowering.ResultForms;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.PlanRules;
import io.millrace.plan.physical.QueryPlan;
import io.millrace.plan.physical.ResultForm;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.QueryClauses.TriggerClause;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.PlanFormat;
import io.millrace.sql.statement.Statement.PlanStage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Plans queries and checks declarations. Every method throws {@link MillraceException} for what the
 * user can mend, with the position in the script. Holds no state of its own; may be used by several
 * threads if the catalog may.
 */
public final class Planner {
  private final Catalog catalog;
  private final Connectors connectors;

  public Planner(Catalog catalog, Connectors connectors) {
    this.catalog = requireNonNull(catalog, "catalog is null");
    this.connectors = requireNonNull(connectors, "connectors is null");
  }

  /** The plan of a query, with its mode chosen and checked. */
  public QueryPlan plan(PlanRequest request) {
    return inScript(request, () -> physical(request, incremental(request, logical(request))));
  }

  /** The plan of a query as EXPLAIN prints it. */
  public String explain(PlanRequest request, PlanStage stage, PlanFormat format) {
    return explain(request, stage, format, LiveNumbers.NONE);
  }

  /** The plan of a query as EXPLAIN prints it, with what the running query has measured. */
  public String explain(PlanRequest request, PlanStage stage, PlanFormat format, LiveNumbers live) {
    return inScript(request, () -> new Explanation(request, stage, live).in(format));
  }

  /** One EXPLAIN. */
  private final class Explanation {
    private final PlanRequest request;
    private final PlanStage stage;
    private final LiveNumbers live;

    Explanation(PlanRequest request, PlanStage stage, LiveNumbers live) {
      this.request = request;
      this.stage = stage;
      this.live = live;
      if (stage == PlanStage.SPARK) {
        throw MillraceException.error(ErrorCode.NOT_SUPPORTED, "EXPLAIN " + stage)
            .at(request.query().position())
            .hint("stages: LOGICAL, INCREMENTAL, PHYSICAL, STATE, CHANGELOG")
            .build();
      }
    }

    String in(PlanFormat format) {
      return switch (format) {
        case TEXT -> text();
        case JSON -> document().json();
        case DOT -> document().dot();
      };
    }

    private String text() {
      LogicalPlan logical = logical(request);
      if (stage == PlanStage.LOGICAL) {
        return logical.text();
      }
      ModeRequest modes = modes(request, logical);
      ModeChoice choice = choose(request, modes);
      PlanPrinter printer = printer(request, choice, live);
      return switch (stage) {
        case PHYSICAL -> SpecPrinter.print(lowered(request, choice));
        case STATE -> printer.printState(ModeCheck.refusals(modes));
        case CHANGELOG -> printer.printChangelog(ModeCheck.refusals(modes));
        case LOGICAL, INCREMENTAL, ANALYZE, SPARK -> printer.print();
      };
    }

    private PlanDocument document() {
      LogicalPlan logical = logical(request);
      if (stage == PlanStage.LOGICAL) {
        return new PlanDocument(stage.name(), Map.of(), tree(logical.tree()));
      }
      ModeRequest modes = modes(request, logical);
      ModeChoice choice = choose(request, modes);
      return stage == PlanStage.PHYSICAL
          ? SpecPrinter.document(lowered(request, choice))
          : printer(request, choice, live).document(stage.name(), ModeCheck.refusals(modes));
    }
  }

  private static PlanTree tree(LogicalNode node) {
    return new PlanTree(
        node.kind(),
        node.label(),
        Map.of("columns", node.columns()),
        node.inputs().stream().map(Planner::tree).toList());
  }

  private static <R> R inScript(PlanRequest request, Supplier<R> work) {
    try {
      return work.get();
    } catch (MillraceException e) {
      throw e.source().isPresent() ? e : e.at(request.query().position()).in(request.script());
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      throw unplanned(e).at(request.query().position()).in(request.script());
    }
  }

  /** What Calcite gives up on, by whatever it throws, is a query that we cannot plan. */
  private static MillraceException unplanned(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    boolean deep = failure instanceof StackOverflowError;
    return MillraceException.error(ErrorCode.NOT_SUPPORTED, "a query of this form")
        .detail(deep ? "its expressions are nested too deep" : "the planner said: " + message)
        .hint("a part of it in a view of its own may be planned")
        .cause(failure)
        .build();
  }

  private LogicalPlan logical(PlanRequest request) {
    return new LogicalPlanner(
            catalog(request.leaves()), request.script(), request.settings().rules())
        .query(request.query());
  }

  private Catalog catalog(List<CatalogObject> leaves) {
    return LeafCatalog.of(catalog, leaves);
  }

  private ModeChoice incremental(PlanRequest request, LogicalPlan logical) {
    return choose(request, modes(request, logical));
  }

  private ModeRequest modes(PlanRequest request, LogicalPlan logical) {
    Declarations declarations = declarations(request.script(), request.settings());
    Root root = root(logical, declarations, request);
    PlanNode node = request.keeps() ? FollowedSources.apply(root.node()) : root.node();
    int visible = root.visibleColumns();
    if (request.target().isPresent()) {
      PlanRequest.Target target = request.target().get();
      int hidden = node.output().size() - visible;
      node =
          new InsertConversion(
                  target.relation(),
                  target.position(),
                  target.places().isEmpty() ? logical.columns() : target.places(),
                  column -> Expressions.withoutPositions(declarations.defaultValue(column)))
              .convert(node, visible, target.columns(), target.byName());
      visible = node.output().size() - hidden;
    }
    return new ModeRequest(
        Improvements.of(node, request.settings().rules()),
        root.ordering(),
        visible,
        request.target().map(target -> sink(target, request)),
        request.clauses(),
        request.query().position());
  }

  private Root root(LogicalPlan logical, Declarations declarations, PlanRequest request) {
    return QueryConversion.query(
        logical,
        request.settings().zone(),
        request.settings().recursionLimits(),
        request.settings().rules(),
        // They stand in the statement that has declared them.
        relation ->
            declarations.computedColumns(relation).stream()
                .map(Expressions::withoutPositions)
                .toList(),
        derived -> derived(derived, request));
  }

  /** A step that is a leaf for the query around it, over its own input. */
  private PlanNode derived(Derived derived, PlanRequest request) {
    FluentQuery input = derived.input();
    PlanRequest inner = request.inside(input);
    return input.run(
        () ->
            inScript(
                inner,
                () ->
                    DerivedSteps.of(
                        derived,
                        root(logical(inner), declarations(inner.script(), inner.settings()), inner),
                        others(inner))));
  }

  private DerivedSteps.Others others(PlanRequest request) {
    return new DerivedSteps.Others() {
      @Override
      public PlanNode metrics(Derived.Observe step, Schema rows) {
        return Planner.this.metrics(step, rows, request);
      }

      @Override
      public Root rows(FluentQuery query) {
        PlanRequest inner = request.inside(query);
        return query.run(
            () ->
                inScript(
                    inner,
                    () ->
                        root(
                            logical(inner),
                            declarations(inner.script(), inner.settings()),
                            inner)));
      }
    };
  }

  /** What is observed of the rows of a batch. */
  private PlanNode metrics(Derived.Observe step, Schema rows, PlanRequest request) {
    FluentQuery query = step.metrics();
    PlanRequest inner = request.inside(query).with(Relation.ofRows(step.rows(), rows));
    return query.run(
        () ->
            inScript(
                inner,
                () -> {
                  PlanNode node =
                      root(logical(inner), declarations(inner.script(), inner.settings()), inner)
                          .node();
                  return Improvements.of(Emissions.atEnd(node), inner.settings().rules());
                }));
  }

  private static ModeChoice choose(PlanRequest request, ModeRequest modes) {
    RecursionCheck.check(modes.root());
    ModeChoice choice = request.keeps() ? ViewCheck.choose(modes) : ModeCheck.choose(modes);
    return new ModeChoice(
        Improvements.again(choice.root(), request.settings().rules()),
        choice.mode(),
        choice.reason(),
        choice.ordering());
  }

  private ModeRequest.Target sink(PlanRequest.Target target, PlanRequest request) {
    Relation relation = target.relation();
    List<OptionValue> options = new ArrayList<>(relation.options());
    options.addAll(request.clauses().options());
    boolean ignoresDeletes =
        options.stream()
            .anyMatch(
                option ->
                    option.name().equalsIgnoreCase("deletes")
                        && (option.value().equalsIgnoreCase("ignore")
                            || option.value().toLowerCase(Locale.ROOT).startsWith("column:")));
    return new ModeRequest.Target(
        relation.name(),
        connectors
            .sink(relation.connector(), Optional.of(target.position()))
            .sinkCapabilities(relation.format()),
        ignoresDeletes,
        !relation.primaryKey().isEmpty());
  }

  /** What a checkpoint promises; empty if there is none. */
  private String guarantee(PlanRequest request, ModeChoice choice) {
    if (request.clauses().checkpoint().isEmpty() || request.target().isEmpty()) {
      return "";
    }
    return Guarantee.of(
        choice.root(),
        choice.mode(),
        sink(request.target().get(), request).capabilities(),
        isContinuous(request),
        this::replays);
  }

  private boolean replays(Relation relation) {
    return connectors
        .source(relation.connector(), relation.position())
        .sourceCapabilities()
        .contains(SourceCapability.REPLAY);
  }

  private static boolean isContinuous(PlanRequest request) {
    return request.clauses().trigger().filter(TriggerClause::isContinuous).isPresent();
  }

  /** What a trigger means for who looks at the sink, if that is worth a word. */
  private Optional<String> trigger(PlanRequest request, ModeChoice choice) {
    if (!isContinuous(request)) {
      return Optional.empty();
    }
    Set<SinkCapability> sink =
        request.target().map(target -> sink(target, request).capabilities()).orElse(Set.of());
    String visible =
        switch (Visibility.of(choice.mode(), sink)) {
          case STEP -> "rows are visible with each step";
          case EPOCH -> "rows are visible with each epoch";
        };
    return request.clauses().trigger().map(trigger -> trigger.sql() + "   " + visible);
  }

  private PlanPrinter printer(PlanRequest request, ModeChoice choice, LiveNumbers live) {
    return new PlanPrinter(
        choice.root(),
        common(request, choice),
        choice.mode(),
        choice.reason(),
        request.target().map(PlanRequest.Target::relation),
        choice.ordering(),
        trigger(request, choice),
        request
            .clauses()
            .checkpoint()
            .map(checkpoint -> checkpoint.path() + "   " + guarantee(request, choice)),
        live,
        this::replays);
  }

  private static OperatorSpec lowered(PlanRequest request, ModeChoice choice) {
    return Lowering.lower(choice.root(), form(request, choice), common(request, choice));
  }

  private static CommonParts common(PlanRequest request, ModeChoice choice) {
    return request.settings().rules() == PlanRules.FIRST
        ? CommonParts.NONE
        : CommonParts.of(choice.root());
  }

  private QueryPlan physical(PlanRequest request, ModeChoice choice) {
    ResultForm form = form(request, choice);
    OperatorSpec root = lowered(request, choice);
    return new QueryPlan(
        root,
        request.target().map(PlanRequest.Target::relation),
        choice.mode(),
        choice.reason(),
        choice.root().traits().kind(),
        choice.root().traits().key(),
        form,
        choice.ordering(),
        choice.root().traits().ends(),
        guarantee(request, choice),
        printer(request, choice, LiveNumbers.NONE).print());
  }

  private static ResultForm form(PlanRequest request, ModeChoice choice) {
    return ResultForms.of(
        choice.root(),
        choice.mode(),
        choice.ordering().isPresent(),
        request.target().map(target -> target.relation().primaryKey()).orElse(List.of()));
  }

  private Declarations declarations(SourceText script, PlannerSettings settings) {
    return new Declarations(catalog, connectors, script, settings);
  }

  /**
   * Checks a CREATE SOURCE, TABLE or SINK and gives what the catalog is to hold. Does not check
   * whether the name is taken, nor the connector's options. A TABLE without connector gets {@code
   * memory}; a relation without columns gets those that its connector always has.
   */
  public Relation declare(
      Statement.CreateRelation statement, SourceText script, PlannerSettings settings) {
    try {
      return declarations(script, settings).relation(statement);
    } catch (MillraceException e) {
      throw e.at(statement.name().position()).in(script);
    }
  }

  /** The conditions that rows of a table must not violate, over its physical columns. */
  public List<Expression> checks(Relation table, PlannerSettings settings) {
    return declarations(new SourceText("", ""), settings).checks(table);
  }

  /** Checks a CREATE VIEW: its query must be valid now. */
  public View declare(Statement.CreateView statement, SourceText script, PlannerSettings settings) {
    List<String> columns = statement.columns().stream().map(c -> c.text()).toList();
    View view = new View(statement.name().text(), columns, statement.query(), script);
    try {
      Root root = root(viewRequest(view, settings));
      if (!columns.isEmpty() && columns.size() != root.visibleColumns()) {
        throw MillraceException.error(
                ErrorCode.QUERY_INVALID,
                "view "
                    + view.name()
                    + " names "
                    + columns.size()
                    + " columns, and its query has "
                    + root.visibleColumns())
            .at(statement.columns().get(0).position())
            .hint("name each column of the query, or none")
            .build();
      }
      if (columns.isEmpty()) {
        checkNamesDiffer(root);
      }
    } catch (MillraceException e) {
      throw e.source().isPresent() ? e : e.at(statement.query().position()).in(script);
    } catch (StackOverflowError e) {
      throw unplanned(e).at(statement.query().position()).in(script);
    }
    return view;
  }

  /**
   * Checks a CREATE MATERIALIZED VIEW, and plans how its rows are kept. Does not check whether the
   * name is taken.
   */
  public ViewPlan declare(
      Statement.CreateMaterializedView statement, SourceText script, PlannerSettings settings) {
    PlanRequest request =
        new PlanRequest(statement.query(), script, Optional.empty(), statement.clauses(), settings)
            .keeping();
    return inScript(
        request,
        () -> {
          ModeChoice choice = incremental(request, logical(request));
          return ViewPlan.of(
              statement,
              request,
              physical(request, choice),
              FollowedSources.areTables(choice.root()));
        });
  }

  private static void checkNamesDiffer(Root root) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < root.visibleColumns(); i++) {
      String name = root.node().output().name(i);
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw MillraceException.error(ErrorCode.COLUMN_DUPLICATE, name)
            .hint("name the columns apart with AS")
            .build();
      }
    }
  }

  private static PlanRequest viewRequest(View view, PlannerSettings settings) {
    return new PlanRequest(
        view.query(), view.script(), Optional.empty(), QueryClauses.NONE, settings, view.leaves());
  }

  private Root root(PlanRequest request) {
    return root(logical(request), declarations(request.script(), request.settings()), request);
  }

  /**
   * A program's table as a query.
   *
   * @throws MillraceException for what can be seen to be wrong already
   */
  public FluentQuery write(TableTree tree, PlannerSettings settings) {
    return TreeWriter.write(tree, new CatalogSources(this, catalog, connectors, settings));
  }

  /**
   * A program's table as the query of a view.
   *
   * @throws MillraceException for what can be seen to be wrong already
   */
  public FluentQuery writeView(String view, TableTree tree, PlannerSettings settings) {
    return TreeWriter.writeView(
        view, tree, new CatalogSources(this, catalog, connectors, settings));
  }

  /** The names of the columns of an object of the catalog. */
  List<String> columnsOf(String table, PlannerSettings settings) {
    String text = "TABLE \"" + table.replace("\"", "\"\"") + "\"";
    return names(
        new PlanRequest(
            new QueryText(text, text, SourcePosition.of(1, 1)),
            new SourceText("", text),
            Optional.empty(),
            QueryClauses.NONE,
            settings));
  }

  /** The names of the columns of a query. */
  List<String> names(PlanRequest request) {
    return inScript(
        request,
        () ->
            new LogicalPlanner(catalog(request.leaves()), request.script()).names(request.query()));
  }

  /**
   * A source without a name, as {@link #declare(Statement.CreateRelation, SourceText,
   * PlannerSettings)}.
   */
  Relation declareAnonymous(Statement.CreateRelation statement, PlannerSettings settings) {
    SourceText nothing = new SourceText("", "");
    try {
      return declarations(nothing, settings).relation(statement);
    } catch (MillraceException e) {
      throw e.withoutPlace()
          .withHints(
              hint ->
                  hint.startsWith("declare them:")
                      ? "declare them before load():  schema(\"name STRING, …\")"
                      : hint);
    }
  }

  /** What a program's table gives: its columns, and whether it ends. */
  public TableFacts facts(PlanRequest request) {
    return inScript(
        request,
        () -> {
          Root root = root(request);
          List<Field> fields = root.node().output().fields().subList(0, root.visibleColumns());
          return new TableFacts(new Schema(fields), root.node().traits().ends());
        });
  }

  /**
   * What is known of a table before it runs.
   *
   * @param ends whether it is read once, and not for ever
   */
  public record TableFacts(Schema schema, boolean ends) {}

  /**
   * Checks a CREATE FUNCTION in SQL: its body must be valid now. Does not check whether the name is
   * taken.
   */
  public UserFunction declare(Statement.CreateFunction statement, SourceText script) {
    return new FunctionDeclarations(catalog, script).declare(statement);
  }

  /** Whether a function that is built in has that name. */
  public boolean isBuiltInFunction(String name) {
    return new FunctionTable(catalog).isBuiltIn(name);
  }

  /** The names of all functions that are built in, sorted. */
  public List<String> builtInFunctions() {
    return List.copyOf(new FunctionTable(catalog).builtIn());
  }

  /**
   * What a text names.
   *
   * @param functions that it calls itself, not through views; matched without regard to case
   * @param names of all kinds: tables, columns and aliases; matched without regard to case
   */
  public record Mentions(Set<String> functions, Set<String> names) {}

  /** What a query names. */
  public static Mentions mentionsOfQuery(QueryText query) {
    FunctionCalls calls = FunctionCalls.ofQuery(query);
    return new Mentions(calls.functions(), calls.names());
  }

  /** What an expression names. */
  public static Mentions mentionsOfExpression(QueryText expression) {
    FunctionCalls calls = FunctionCalls.ofExpression(expression);
    return new Mentions(calls.functions(), calls.names());
  }

  /** The names of all functions that a query may call, sorted, as SHOW FUNCTIONS lists them. */
  public List<String> functions() {
    return List.copyOf(new FunctionTable(catalog).names());
  }

  /** How functions are called, by their name in upper case; without those that do not say it. */
  public Map<String, List<String>> signatures() {
    return FunctionSignatures.of(new FunctionTable(catalog));
  }
}
