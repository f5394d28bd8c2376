package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OptionValue;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.sql.grammar.MillraceSqlParser.CreateRelationStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.OptionNameContext;
import io.millrace.sql.grammar.MillraceSqlParser.RelationClauseContext;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.CreateRelation;
import io.millrace.sql.statement.Statement.CreateTableAs;
import io.millrace.sql.statement.Statement.RelationKind;
import io.millrace.sql.statement.TableElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads CREATE SOURCE, TABLE and SINK. */
final class CreateReader {
  private static final String CONNECTOR = "connector";
  private static final String FORMAT = "format";
  private static final Set<String> STORAGE =
      Set.of("parquet", "orc", "delta", "iceberg", "hive", "avro", "json", "csv", "text");

  private final StatementTokens tokens;
  private final OptionReader optionReader;

  private Optional<Identifier> connector = Optional.empty();
  private Optional<Identifier> format = Optional.empty();
  private Optional<List<OptionValue>> options = Optional.empty();
  private List<OptionValue> formatOptions = List.of();
  private List<Identifier> partitionedBy = List.of();
  private boolean bounded;

  CreateReader(StatementTokens tokens) {
    this.tokens = tokens;
    this.optionReader = new OptionReader(tokens);
  }

  Statement read(CreateRelationStatementContext create) {
    RelationKind kind =
        RelationKind.valueOf(StatementTokens.upper(create.relationKind().getText()));
    Identifier name = Names.relation(tokens, create.tableName());
    List<TableElement> elements =
        create.tableElements() == null
            ? List.of()
            : new ElementReader(tokens, name).read(create.tableElements());
    List<RelationClauseContext> clauses =
        kind == RelationKind.TABLE
            ? withoutStorage(create.relationClause())
            : create.relationClause();
    if (create.AS() != null) {
      return tableAs(create, kind, name, clauses);
    }
    clauses.forEach(this::clause);
    pull();
    return new CreateRelation(
        tokens.statement().position(),
        kind,
        create.REPLACE() != null,
        create.temporary() != null,
        create.EXISTS() != null,
        name,
        elements,
        connector,
        options.orElse(List.of()),
        format,
        formatOptions,
        partitionedBy,
        bounded);
  }

  /**
   * Without the form of the files that another engine would keep the table in, {@code USING
   * parquet}: tables are kept in one way here. With options it is about files that there are.
   */
  private List<RelationClauseContext> withoutStorage(List<RelationClauseContext> clauses) {
    boolean plain =
        clauses.stream().allMatch(one -> one.USING() != null || one.PARTITIONED() != null);
    return plain
        ? clauses.stream()
            .filter(
                one ->
                    one.USING() == null
                        || !STORAGE.contains(
                            optionReader.name(one.optionName()).text().toLowerCase(Locale.ROOT)))
            .toList()
        : clauses;
  }

  private CreateTableAs tableAs(
      CreateRelationStatementContext create,
      RelationKind kind,
      Identifier name,
      List<RelationClauseContext> clauses) {
    if (kind != RelationKind.TABLE) {
      throw error(
              ErrorCode.SYNTAX_ERROR, "a " + kind.name().toLowerCase() + " is not made by a query")
          .at(tokens.position(create.AS().getSymbol()))
          .hint("to give a query a name, write CREATE VIEW " + name + " AS …")
          .hint("to fill a sink, write INSERT INTO " + name + " …")
          .build();
    }
    if (create.tableElements() != null) {
      throw refused(
          "CREATE TABLE with columns and a query", tokens.position(create.tableElements()));
    }
    if (!clauses.isEmpty()) {
      throw refused("CREATE TABLE with a connector and a query", tokens.position(clauses.get(0)));
    }
    new ClauseReader(tokens).refuse(create.queryClause(), "CREATE TABLE");
    return new CreateTableAs(
        tokens.statement().position(),
        create.REPLACE() != null,
        create.EXISTS() != null,
        name,
        new QueryTexts(tokens).of(create.QUERY_BODY().getSymbol()));
  }

  private static MillraceException refused(String what, SourcePosition position) {
    return error(ErrorCode.NOT_SUPPORTED, what)
        .at(position)
        .hint("create the table with its columns first, then fill it with INSERT INTO … SELECT …")
        .build();
  }

  private void clause(RelationClauseContext clause) {
    if (clause.USING() != null) {
      once(connector.isPresent(), "the connector", clause);
      connector = Optional.of(optionReader.name(clause.optionName()));
    } else if (clause.WITH() != null || clause.OPTIONS() != null) {
      once(options.isPresent(), "the list of options", clause);
      options = Optional.of(optionReader.read(clause.optionList()));
    } else if (clause.FORMAT() != null) {
      once(format.isPresent(), "the format", clause);
      OptionNameContext name = clause.optionName();
      format = Optional.of(optionReader.name(name));
      if (clause.optionList() != null) {
        formatOptions = optionReader.read(clause.optionList());
      }
    } else if (clause.PARTITIONED() != null) {
      once(!partitionedBy.isEmpty(), "PARTITIONED BY", clause);
      partitionedBy = Names.list(tokens, clause.nameList());
    } else {
      once(bounded, "BOUNDED", clause);
      bounded = true;
    }
  }

  private void once(boolean again, String what, RelationClauseContext clause) {
    if (again) {
      throw error(ErrorCode.SYNTAX_ERROR, what + " is given twice")
          .at(tokens.position(clause))
          .build();
    }
  }

  /** Options called connector and format stand for the clauses USING and FORMAT. */
  private void pull() {
    List<OptionValue> remaining = new ArrayList<>();
    for (OptionValue option : options.orElse(List.of())) {
      if (option.name().equalsIgnoreCase(CONNECTOR)) {
        connector = Optional.of(only(connector, option));
      } else if (option.name().equalsIgnoreCase(FORMAT)) {
        format = Optional.of(only(format, option));
      } else {
        remaining.add(option);
      }
    }
    options = Optional.of(remaining);
  }

  private Identifier only(Optional<Identifier> given, OptionValue option) {
    if (given.isPresent()) {
      throw error(ErrorCode.OPTION_DUPLICATE, option.name())
          .at(option.position())
          .hint("leave one of them out")
          .build();
    }
    return new Identifier(
        option.value(), option.valuePosition().orElse(tokens.statement().position()));
  }
}
