package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.sql.grammar.MillraceSqlParser.CreateFunctionStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.ExpressionContext;
import io.millrace.sql.grammar.MillraceSqlParser.FunctionPartContext;
import io.millrace.sql.grammar.MillraceSqlParser.ParameterContext;
import io.millrace.sql.grammar.MillraceSqlParser.ParametersContext;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.Statement.ClassBody;
import io.millrace.sql.statement.Statement.CreateFunction;
import io.millrace.sql.statement.Statement.ExpressionBody;
import io.millrace.sql.statement.Statement.FunctionBody;
import io.millrace.sql.statement.Statement.FunctionKind;
import io.millrace.sql.statement.Statement.FunctionParameter;
import io.millrace.sql.statement.Statement.QueryBody;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** Reads CREATE FUNCTION. */
final class FunctionReader {
  private static final Set<String> LANGUAGES = Set.of("SQL", "JAVA");

  private final StatementTokens tokens;
  private final TypeReader types;
  private final QueryTexts queryTexts;

  private Optional<Identifier> className = Optional.empty();
  private Optional<Identifier> jar = Optional.empty();
  private Optional<Identifier> language = Optional.empty();
  private Optional<Boolean> deterministic = Optional.empty();
  private Optional<String> comment = Optional.empty();

  FunctionReader(StatementTokens tokens) {
    this.tokens = tokens;
    this.types = new TypeReader(tokens);
    this.queryTexts = new QueryTexts(tokens);
  }

  CreateFunction read(CreateFunctionStatementContext create) {
    create.functionPart().forEach(this::part);
    Optional<DataType> returns = Optional.ofNullable(create.dataType()).map(types::read);
    Optional<List<FunctionParameter>> parameters = Optional.empty();
    Optional<List<FunctionParameter>> columns = Optional.empty();
    boolean returnsTable = create.RETURNS() != null && create.dataType() == null;
    for (ParametersContext list : create.parameters()) {
      boolean ofTable =
          returnsTable
              && list.getStart().getStartIndex() > create.RETURNS().getSymbol().getStartIndex();
      if (ofTable) {
        columns = Optional.of(parameters(list));
      } else {
        parameters = Optional.of(parameters(list));
      }
    }
    return new CreateFunction(
        tokens.statement().position(),
        create.REPLACE() != null,
        create.temporary() != null,
        create.EXISTS() != null,
        Names.relation(tokens, create.tableName()),
        Optional.ofNullable(create.functionKind())
            .map(kind -> FunctionKind.valueOf(StatementTokens.upper(kind.getText()))),
        parameters,
        returns,
        columns,
        body(create),
        deterministic,
        comment);
  }

  private List<FunctionParameter> parameters(ParametersContext list) {
    List<FunctionParameter> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ParameterContext parameter : list.parameter()) {
      Identifier name = tokens.identifier(parameter.name());
      if (!names.add(name.text().toLowerCase(Locale.ROOT))) {
        throw error(ErrorCode.COLUMN_DUPLICATE, name.text())
            .at(name.position())
            .hint("give one of them another name")
            .build();
      }
      parameters.add(
          new FunctionParameter(
              name,
              types.read(parameter.dataType()),
              Optional.ofNullable(parameter.expression()).map(this::expression)));
    }
    return parameters;
  }

  private void part(FunctionPartContext part) {
    if (part.AS() != null) {
      once(className.isPresent(), "the class", part);
      className = Optional.of(text(part));
    } else if (part.JAR() != null) {
      once(jar.isPresent(), "the jar", part);
      jar = Optional.of(text(part));
    } else if (part.LANGUAGE() != null) {
      once(language.isPresent(), "LANGUAGE", part);
      Identifier name = tokens.identifier(part.name());
      if (!LANGUAGES.contains(StatementTokens.upper(name.text()))) {
        throw error(ErrorCode.NOT_SUPPORTED, "a function in " + name.text())
            .at(name.position())
            .hint("languages there are: SQL, JAVA")
            .build();
      }
      language = Optional.of(name);
    } else if (part.DETERMINISTIC() != null) {
      once(deterministic.isPresent(), "DETERMINISTIC", part);
      deterministic = Optional.of(part.NOT() == null);
    } else {
      once(comment.isPresent(), "COMMENT", part);
      comment = Optional.of(text(part).text());
    }
  }

  private Identifier text(FunctionPartContext part) {
    Token token = part.STRING_TEXT().getSymbol();
    return new Identifier(StatementTokens.unquoted(token.getText()), tokens.position(token));
  }

  private void once(boolean again, String what, FunctionPartContext part) {
    if (again) {
      throw error(ErrorCode.SYNTAX_ERROR, what + " is given twice")
          .at(tokens.position(part))
          .build();
    }
  }

  private FunctionBody body(CreateFunctionStatementContext create) {
    boolean inSql = create.RETURN() != null;
    if (inSql == className.isPresent()) {
      SourcePosition place =
          inSql
              ? tokens.position(create.RETURN().getSymbol())
              : tokens.position(create.FUNCTION().getSymbol());
      throw wrong(
          "a function is an expression behind RETURN, or a class behind AS"
              + (inSql ? ", not both" : ""),
          place);
    }
    if (!inSql) {
      return new ClassBody(className.orElseThrow(), jar);
    }
    if (jar.isPresent()) {
      throw wrong("a function in SQL has no jar", jar.get().position());
    }
    if (create.QUERY_BODY() != null) {
      return new QueryBody(queryTexts.of(create.QUERY_BODY().getSymbol()));
    }
    return new ExpressionBody(expression(create.expression()));
  }

  private static MillraceException wrong(String what, SourcePosition place) {
    return error(ErrorCode.SYNTAX_ERROR, what)
        .at(place)
        .hint("in SQL:   CREATE FUNCTION f(x INT) RETURNS INT RETURN x + 1")
        .hint("in Java:  CREATE FUNCTION f AS 'com.acme.MyFunction'")
        .build();
  }

  private QueryText expression(ExpressionContext expression) {
    return queryTexts.between(
        expression.getStart().getStartIndex(), expression.getStop().getStopIndex());
  }
}
