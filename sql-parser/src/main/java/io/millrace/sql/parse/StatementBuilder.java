package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.sql.grammar.MillraceSqlParser.AddColumnStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.AwaitStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.BeginStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.CommitStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.CreateFunctionStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.CreateMaterializedViewStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.CreateRelationStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.CreateSchemaStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.CreateViewStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.DeleteStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.DescribeFunctionStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.DescribeQueryStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.DescribeStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.DropCheckpointStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.DropColumnStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.DropFunctionStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.DropQueryStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.DropSchemaStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.DropStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.ExplainStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.InsertContext;
import io.millrace.sql.grammar.MillraceSqlParser.MergeStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.QueryClauseContext;
import io.millrace.sql.grammar.MillraceSqlParser.QueryNameContext;
import io.millrace.sql.grammar.MillraceSqlParser.RefreshStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.RenameColumnStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.RenameTableStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.RepairStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.ResetStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.RollbackStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.SelectStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.SetStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.SettingValueContext;
import io.millrace.sql.grammar.MillraceSqlParser.ShowFunctionsStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.ShowStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.StartInsertStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.StartQueryStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.StopStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.TailStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.TruncateStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.UpdateStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.WithDataContext;
import io.millrace.sql.grammar.MillraceSqlParserBaseVisitor;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Schemas;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.AddColumn;
import io.millrace.sql.statement.Statement.AlterTable;
import io.millrace.sql.statement.Statement.AwaitQuery;
import io.millrace.sql.statement.Statement.Boundary;
import io.millrace.sql.statement.Statement.CreateMaterializedView;
import io.millrace.sql.statement.Statement.CreateSchema;
import io.millrace.sql.statement.Statement.CreateView;
import io.millrace.sql.statement.Statement.Describe;
import io.millrace.sql.statement.Statement.DescribeFunction;
import io.millrace.sql.statement.Statement.DescribeQuery;
import io.millrace.sql.statement.Statement.Drop;
import io.millrace.sql.statement.Statement.DropCheckpoint;
import io.millrace.sql.statement.Statement.DropColumn;
import io.millrace.sql.statement.Statement.DropFunction;
import io.millrace.sql.statement.Statement.DropKind;
import io.millrace.sql.statement.Statement.DropSchema;
import io.millrace.sql.statement.Statement.FunctionScope;
import io.millrace.sql.statement.Statement.Insert;
import io.millrace.sql.statement.Statement.QueryAspect;
import io.millrace.sql.statement.Statement.RefreshView;
import io.millrace.sql.statement.Statement.RenameColumn;
import io.millrace.sql.statement.Statement.RenameTable;
import io.millrace.sql.statement.Statement.RepairCheckpoint;
import io.millrace.sql.statement.Statement.Reset;
import io.millrace.sql.statement.Statement.Select;
import io.millrace.sql.statement.Statement.SetOption;
import io.millrace.sql.statement.Statement.Show;
import io.millrace.sql.statement.Statement.ShowFunctions;
import io.millrace.sql.statement.Statement.Shown;
import io.millrace.sql.statement.Statement.StartQuery;
import io.millrace.sql.statement.Statement.StopQuery;
import io.millrace.sql.statement.Statement.TailQuery;
import io.millrace.sql.statement.Statement.Transaction;
import io.millrace.sql.statement.Statement.Truncate;
import io.millrace.sql.statement.ValueRow;
import io.millrace.sql.statement.Writing;
import io.millrace.sql.statement.Writing.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Makes the record of a statement from its tree. */
final class StatementBuilder extends MillraceSqlParserBaseVisitor<Statement> {
  private final StatementTokens tokens;
  private final ClauseReader clauses;
  private final OptionReader options;
  private final SourcePosition position;

  StatementBuilder(StatementTokens tokens) {
    this.tokens = tokens;
    this.clauses = new ClauseReader(tokens);
    this.options = new OptionReader(tokens);
    this.position = tokens.statement().position();
  }

  // Queries.

  @Override
  public Statement visitSelectStatement(SelectStatementContext select) {
    return select(position, select.QUERY_BODY(), select.queryClause());
  }

  @Override
  public Statement visitInsert(InsertContext insert) {
    return insert(position, Optional.empty(), insert);
  }

  @Override
  public Statement visitStartInsertStatement(StartInsertStatementContext start) {
    return insert(position, Optional.of(name(start.queryName())), start.insert());
  }

  @Override
  public Statement visitExplainStatement(ExplainStatementContext explain) {
    return new ExplainReader(tokens, this).read(explain);
  }

  Select select(
      SourcePosition place, TerminalNode query, List<? extends QueryClauseContext> behind) {
    return new Select(place, new QueryTexts(tokens).of(query.getSymbol()), clauses.read(behind));
  }

  Insert insert(SourcePosition place, Optional<Identifier> queryName, InsertContext insert) {
    Writing writing = writing(insert);
    Token query =
        insert.QUERY_BODY() == null ? insert.VALUES().getSymbol() : insert.QUERY_BODY().getSymbol();
    return new Insert(
        place,
        queryName,
        Names.relation(tokens, insert.tableName()),
        insert.nameList() == null ? List.of() : Names.list(tokens, insert.nameList()),
        insert.BY() != null,
        new QueryTexts(tokens).of(query),
        clauses.read(insert.queryClause()),
        writing);
  }

  private Writing writing(InsertContext insert) {
    Manner manner = insert.REPLACE() == null ? Manner.ADD : Manner.REPLACE;
    if (insert.OVERWRITE() != null) {
      manner = Manner.OVERWRITE;
    }
    List<ValueRow> rows =
        insert.QUERY_BODY() == null
            ? List.of(new ValueRow(tokens.position(insert.VALUES().getSymbol()), List.of()))
            : ValuesReader.values(tokens, tokens.within(insert.QUERY_BODY().getSymbol()))
                .orElse(List.of());
    return new Writing(
        manner,
        Optional.ofNullable(insert.name()).map(tokens::identifier),
        Optional.ofNullable(insert.onConflict()).map(new ChangeReader(tokens)::onConflict),
        rows);
  }

  // Changes of rows.

  @Override
  public Statement visitUpdateStatement(UpdateStatementContext update) {
    return new ChangeReader(tokens).update(update);
  }

  @Override
  public Statement visitDeleteStatement(DeleteStatementContext delete) {
    return new ChangeReader(tokens).delete(delete);
  }

  @Override
  public Statement visitMergeStatement(MergeStatementContext merge) {
    return new ChangeReader(tokens).merge(merge);
  }

  @Override
  public Statement visitTruncateStatement(TruncateStatementContext truncate) {
    return new Truncate(
        position, truncate.tableName().stream().map(t -> Names.relation(tokens, t)).toList());
  }

  @Override
  public Statement visitBeginStatement(BeginStatementContext begin) {
    return new Transaction(position, Boundary.BEGIN);
  }

  @Override
  public Statement visitCommitStatement(CommitStatementContext commit) {
    return new Transaction(position, Boundary.COMMIT);
  }

  @Override
  public Statement visitRollbackStatement(RollbackStatementContext rollback) {
    return new Transaction(position, Boundary.ROLLBACK);
  }

  @Override
  public Statement visitRenameTableStatement(RenameTableStatementContext rename) {
    return new AlterTable(
        position, Names.relation(tokens, rename.tableName(0)), new RenameTable(renamed(rename)));
  }

  /** The new name, in the schema of the old one. */
  private Identifier renamed(RenameTableStatementContext rename) {
    Identifier old = Names.relation(tokens, rename.tableName(0));
    Identifier name = Names.relation(tokens, rename.tableName(1));
    boolean stays = rename.tableName(0).name().size() > 1 && rename.tableName(1).name().size() == 1;
    String schema = old.text().substring(0, Math.max(0, old.text().lastIndexOf('.')));
    return stays && !schema.isEmpty()
        ? new Identifier(Schemas.join(schema, name.text()), name.position())
        : name;
  }

  @Override
  public Statement visitRenameColumnStatement(RenameColumnStatementContext rename) {
    return new AlterTable(
        position,
        Names.relation(tokens, rename.tableName()),
        new RenameColumn(tokens.identifier(rename.name(0)), tokens.identifier(rename.name(1))));
  }

  @Override
  public Statement visitAddColumnStatement(AddColumnStatementContext add) {
    Identifier table = Names.relation(tokens, add.tableName());
    return new AlterTable(
        position, table, new AddColumn(new ElementReader(tokens, table).added(add)));
  }

  @Override
  public Statement visitDropColumnStatement(DropColumnStatementContext drop) {
    return new AlterTable(
        position,
        Names.relation(tokens, drop.tableName()),
        new DropColumn(tokens.identifier(drop.name())));
  }

  Identifier name(QueryNameContext name) {
    return tokens.identifier(name);
  }

  // The catalog.

  @Override
  public Statement visitCreateRelationStatement(CreateRelationStatementContext create) {
    return new CreateReader(tokens).read(create);
  }

  @Override
  public Statement visitCreateSchemaStatement(CreateSchemaStatementContext create) {
    return new CreateSchema(position, create.EXISTS() != null, tokens.identifier(create.name()));
  }

  @Override
  public Statement visitDropSchemaStatement(DropSchemaStatementContext drop) {
    return new DropSchema(
        position,
        drop.EXISTS() != null,
        drop.name().stream().map(tokens::identifier).toList(),
        drop.dropBehavior() != null && drop.dropBehavior().CASCADE() != null);
  }

  @Override
  public Statement visitCreateViewStatement(CreateViewStatementContext create) {
    clauses.refuse(create.queryClause(), "a view");
    return new CreateView(
        position,
        create.REPLACE() != null,
        create.temporary() != null,
        create.EXISTS() != null,
        Names.relation(tokens, create.tableName()),
        create.nameList() == null ? List.of() : Names.list(tokens, create.nameList()),
        new QueryTexts(tokens).of(create.QUERY_BODY().getSymbol()));
  }

  @Override
  public Statement visitCreateMaterializedViewStatement(
      CreateMaterializedViewStatementContext create) {
    if (create.temporary() != null) {
      throw error(ErrorCode.NOT_SUPPORTED, "a temporary materialized view")
          .at(tokens.position(create.temporary()))
          .hint("every materialized view goes with its session; leave the word out")
          .build();
    }
    refuseEmpty(create.withData());
    List<QueryClauseContext> both = new ArrayList<>(create.before);
    both.addAll(create.behind);
    return new CreateMaterializedView(
        position,
        create.REPLACE() != null,
        create.EXISTS() != null,
        Names.relation(tokens, create.tableName()),
        create.nameList() == null ? List.of() : Names.list(tokens, create.nameList()),
        new QueryTexts(tokens).of(create.QUERY_BODY().getSymbol()),
        clauses.read(both));
  }

  private void refuseEmpty(@Nullable WithDataContext data) {
    if (data != null && data.NO() != null) {
      throw error(ErrorCode.NOT_SUPPORTED, "a materialized view WITH NO DATA")
          .at(tokens.position(data))
          .hint("a materialized view always has the rows of its query; leave the words out")
          .build();
    }
  }

  @Override
  public Statement visitRefreshStatement(RefreshStatementContext refresh) {
    refuseEmpty(refresh.withData());
    return new RefreshView(position, Names.relation(tokens, refresh.tableName()));
  }

  @Override
  public Statement visitDropStatement(DropStatementContext drop) {
    List<Identifier> names =
        drop.tableName().stream().map(name -> Names.relation(tokens, name)).toList();
    return new Drop(
        position,
        DropKind.valueOf(words(drop.dropKind())),
        drop.EXISTS() != null,
        names,
        drop.dropBehavior() != null && drop.dropBehavior().CASCADE() != null,
        false);
  }

  /** The words of a name that an enum has too. */
  private static String words(ParserRuleContext words) {
    List<String> texts = words.children.stream().map(ParseTree::getText).toList();
    return StatementTokens.upper(String.join("_", texts));
  }

  @Override
  public Statement visitShowStatement(ShowStatementContext show) {
    return new Show(position, Shown.valueOf(words(show.shown())));
  }

  @Override
  public Statement visitDescribeStatement(DescribeStatementContext describe) {
    Identifier name = Names.relation(tokens, describe.tableName());
    return new Describe(position, describe.EXTENDED() != null, name);
  }

  // Functions.

  @Override
  public Statement visitCreateFunctionStatement(CreateFunctionStatementContext create) {
    return new FunctionReader(tokens).read(create);
  }

  @Override
  public Statement visitDropFunctionStatement(DropFunctionStatementContext drop) {
    return new DropFunction(
        position, drop.EXISTS() != null, Names.relation(tokens, drop.tableName()));
  }

  @Override
  public Statement visitShowFunctionsStatement(ShowFunctionsStatementContext show) {
    FunctionScope scope =
        show.functionScope() == null
            ? FunctionScope.ALL
            : FunctionScope.valueOf(StatementTokens.upper(show.functionScope().getText()));
    return new ShowFunctions(
        position,
        scope,
        Optional.ofNullable(show.STRING_TEXT())
            .map(pattern -> StatementTokens.unquoted(pattern.getText())));
  }

  @Override
  public Statement visitDescribeFunctionStatement(DescribeFunctionStatementContext describe) {
    return new DescribeFunction(
        position, describe.EXTENDED() != null, Names.relation(tokens, describe.tableName()));
  }

  // Running queries.

  @Override
  public Statement visitStartQueryStatement(StartQueryStatementContext start) {
    return new StartQuery(
        position,
        name(start.queryName()),
        Optional.ofNullable(start.fromBatch()).map(clauses::fromBatch),
        clauses.restart(start.restartClause()));
  }

  @Override
  public Statement visitStopStatement(StopStatementContext stop) {
    return new StopQuery(position, name(stop.queryName()), stop.DRAIN() != null);
  }

  @Override
  public Statement visitTailStatement(TailStatementContext tail) {
    return new TailQuery(position, name(tail.queryName()));
  }

  @Override
  public Statement visitAwaitStatement(AwaitStatementContext await) {
    return new AwaitQuery(
        position,
        Optional.ofNullable(await.queryName()).map(this::name),
        Optional.ofNullable(await.interval()).map(clauses::notNegative));
  }

  @Override
  public Statement visitDropQueryStatement(DropQueryStatementContext drop) {
    return new Drop(
        position,
        DropKind.QUERY,
        drop.EXISTS() != null,
        List.of(name(drop.queryName())),
        false,
        drop.CHECKPOINT() != null);
  }

  @Override
  public Statement visitDescribeQueryStatement(DescribeQueryStatementContext describe) {
    QueryAspect aspect = QueryAspect.OVERVIEW;
    if (describe.PROGRESS() != null) {
      aspect = QueryAspect.PROGRESS;
    } else if (describe.STATE() != null) {
      aspect = QueryAspect.STATE;
    }
    return new DescribeQuery(position, name(describe.queryName()), aspect);
  }

  @Override
  public Statement visitDropCheckpointStatement(DropCheckpointStatementContext drop) {
    return new DropCheckpoint(
        position,
        tokens.position(drop.STRING_TEXT().getSymbol()),
        drop.EXISTS() != null,
        StatementTokens.unquoted(drop.STRING_TEXT().getText()));
  }

  @Override
  public Statement visitRepairStatement(RepairStatementContext repair) {
    return new RepairCheckpoint(
        position,
        tokens.position(repair.STRING_TEXT().getSymbol()),
        StatementTokens.unquoted(repair.STRING_TEXT().getText()));
  }

  // Settings.

  @Override
  public Statement visitSetStatement(SetStatementContext set) {
    Optional<Identifier> name = Optional.ofNullable(set.optionName()).map(options::name);
    return new SetOption(position, name, Optional.ofNullable(set.settingValue()).map(this::value));
  }

  private String value(SettingValueContext value) {
    String text = tokens.textOf(value);
    boolean quoted =
        value.getStart() == value.getStop() && (text.startsWith("'") || text.startsWith("\""));
    return quoted ? StatementTokens.unquoted(text) : text;
  }

  @Override
  public Statement visitResetStatement(ResetStatementContext reset) {
    return new Reset(position, Optional.ofNullable(reset.optionName()).map(options::name));
  }
}
