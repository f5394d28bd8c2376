package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.plan.catalog.Catalog;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;

/**
 * Says what Calcite's validator says in the user's words, with a code, the token's place and a
 * hint.
 */
final class ValidationErrors {
  /** Operators that are words. */
  private static final Set<String> WORDS =
      Set.of("AND", "OR", "NOT", "LIKE", "NOT LIKE", "SIMILAR TO", "IN", "NOT IN", "OVERLAPS");

  private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");

  private final NameErrors names;

  ValidationErrors(
      SqlNode query,
      SqlValidator validator,
      Catalog catalog,
      FunctionTable functions,
      Analyzer analyzer) {
    this.names = new NameErrors(new VisibleNames(query, validator, analyzer), catalog, functions);
  }

  MillraceException translate(WindowTimeException failure) {
    return error(
            ErrorCode.WINDOW_INVALID,
            "column \"" + failure.column() + "\" is " + failure.type() + ", not a timestamp")
        .at(Positions.of(failure.position()))
        .hint("windows are assigned by a TIMESTAMP or TIMESTAMP_LTZ column")
        .build();
  }

  MillraceException translate(CalciteContextException failure) {
    Optional<SourcePosition> position =
        Positions.of(
            failure.getPosLine(),
            failure.getPosColumn(),
            failure.getEndPosLine(),
            failure.getEndPosColumn());
    Throwable cause = failure.getCause();
    if (cause instanceof MillraceException own) {
      return position.isPresent() ? own.at(position.get()) : own;
    }
    String message =
        WindowWords.show(
            cause == null || cause.getMessage() == null
                ? String.valueOf(failure.getMessage())
                : cause.getMessage());
    return ofNames(message, position)
        .or(() -> typesAndGroups(message).map(error -> error.at(position)))
        .or(() -> clauses(message).map(error -> error.at(position)))
        .orElseGet(() -> error(ErrorCode.QUERY_INVALID, plain(message)).at(position))
        .build();
  }

  private Optional<MillraceException.Builder> ofNames(
      String message, Optional<SourcePosition> position) {
    Optional<String[]> table = match(message, "Object '(.*?)' not found(?: within '.*)?.*");
    if (table.isPresent()) {
      return Optional.of(names.tableNotFound(table.get()[0], position).at(position));
    }
    Optional<String[]> qualifier = match(message, "Table '(.*?)' not found.*");
    if (qualifier.isPresent()) {
      return Optional.of(names.qualifierNotFound(qualifier.get()[0], position).at(position));
    }
    Optional<String[]> column =
        match(message, "Column '(.*?)' not found in (?:any table|table '.*').*")
            .or(() -> match(message, "Unknown (?:identifier|field) '(.*?)'"));
    if (column.isPresent()) {
      return Optional.of(names.columnNotFound(column.get()[0], position).at(position));
    }
    Optional<String[]> ambiguous = match(message, "Column '(.*?)' is ambiguous");
    if (ambiguous.isPresent()) {
      return Optional.of(names.columnAmbiguous(ambiguous.get()[0], position).at(position));
    }
    Optional<String[]> function = match(message, "No match found for function signature (.*)");
    if (function.isPresent()) {
      return Optional.of(
          names
              .functionNotFound(function.get()[0])
              .at(NameErrors.ofFunction(function.get()[0], position)));
    }
    Optional<String[]> type = match(message, "Unknown datatype name '(.*?)'");
    return type.map(
        found -> error(ErrorCode.TYPE_NOT_FOUND, found[0].toLowerCase(Locale.ROOT)).at(position));
  }

  private static Optional<MillraceException.Builder> typesAndGroups(String message) {
    Optional<String[]> apply =
        match(
            message,
            "Cannot apply '(.*?)' to arguments of type '(.*?)'\\. Supported form\\(s\\): (.*)");
    if (apply.isPresent()) {
      return Optional.of(cannotApply(apply.get()));
    }
    Optional<String[]> grouped = match(message, "Expression '(.*?)' is not being grouped");
    if (grouped.isPresent()) {
      String expression = TypeWords.unquote(grouped.get()[0]);
      return Optional.of(
          error(
                  ErrorCode.NOT_GROUPED,
                  expression + " is neither in GROUP BY nor inside an aggregate")
              .hint("add it to GROUP BY, or take for example MAX(" + expression + ")"));
    }
    Optional<String[]> clause = match(message, "Aggregate expression is illegal in (.*?) clause.*");
    if (clause.isPresent()) {
      MillraceException.Builder misplaced =
          error(ErrorCode.AGGREGATE_MISPLACED, "an aggregate cannot stand in " + clause.get()[0]);
      return Optional.of(
          clause.get()[0].equals("WHERE")
              ? misplaced.hint("conditions on aggregates go into HAVING")
              : misplaced.hint("compute it in a query in FROM"));
    }
    if (message.startsWith("Aggregate expressions cannot be nested")) {
      return Optional.of(
          error(ErrorCode.AGGREGATE_MISPLACED, "an aggregate cannot stand inside an aggregate")
              .hint("put the inner one into a query in FROM"));
    }
    if (message.startsWith("FILTER must not contain aggregate")) {
      return Optional.of(
          error(ErrorCode.AGGREGATE_MISPLACED, "an aggregate cannot stand inside FILTER")
              .hint("compute it in a query in FROM"));
    }
    return types(message);
  }

  /** Literals and clauses that say something impossible. */
  private static Optional<MillraceException.Builder> clauses(String message) {
    Optional<String[]> literal =
        match(message, "Illegal (DATE|TIME|TIMESTAMP.*?) literal '(.*?)': not in format '(.*?)'");
    if (literal.isPresent()) {
      String type = literal.get()[0];
      return Optional.of(
          error(ErrorCode.QUERY_INVALID, "'" + literal.get()[1] + "' is not a " + type)
              .hint("write for example " + type + " '" + example(type) + "'"));
    }
    if (message.equals("Ordinal out of range")) {
      return Optional.of(
          error(ErrorCode.QUERY_INVALID, "SELECT has no column with that number")
              .hint("columns are counted from 1; an expression or a name can stand here too"));
    }
    if (message.startsWith("Numeric literal")) {
      return Optional.of(
          error(ErrorCode.QUERY_INVALID, "this number has more than 38 digits")
              .hint("write it as a DOUBLE, such as 1e40"));
    }
    Optional<String[]> unit = match(message, "'(.*?)' is not a valid time frame");
    if (unit.isPresent()) {
      return Optional.of(
          error(ErrorCode.QUERY_INVALID, "\"" + unit.get()[0] + "\" is no unit of time")
              .hint("there are: YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND and others"));
    }
    Optional<String[]> aliases =
        match(
            message,
            "List of column aliases must have same degree as table; table has (\\d+) columns.*"
                + "alias list has (\\d+) columns");
    if (aliases.isPresent()) {
      return Optional.of(
          error(
                  ErrorCode.QUERY_INVALID,
                  "the list names "
                      + columns(aliases.get()[1])
                      + ", and the table has "
                      + columns(aliases.get()[0]))
              .hint("name each column of it, or none"));
    }
    if (message.startsWith("Cannot specify NATURAL keyword")) {
      return Optional.of(
          error(ErrorCode.QUERY_INVALID, "a NATURAL JOIN takes neither ON nor USING")
              .hint("leave NATURAL out"));
    }
    if (message.contains("join requires a condition")) {
      return Optional.of(
          error(ErrorCode.QUERY_INVALID, "this JOIN has no condition")
              .hint("say which rows belong together:   ON a.id = b.id")
              .hint("or, for every pair of rows:   CROSS JOIN"));
    }
    if (message.startsWith("OVER clause is necessary")) {
      return Optional.of(
          error(ErrorCode.QUERY_INVALID, "this function needs an OVER clause")
              .hint("say over which rows:   OVER (PARTITION BY … ORDER BY …)"));
    }
    Optional<String[]> distinct = match(message, "Expression '(.*?)' is not in the select clause");
    return distinct.map(
        found ->
            error(
                    ErrorCode.QUERY_INVALID,
                    "SELECT DISTINCT can only be ordered by what it selects, and "
                        + TypeWords.unquote(found[0])
                        + " is not")
                .hint("add it to SELECT, or order by one of its columns"));
  }

  private static String columns(String count) {
    return count.equals("1") ? "1 column" : count + " columns";
  }

  private static String example(String type) {
    return switch (type) {
      case "DATE" -> "2026-03-01";
      case "TIME" -> "10:30:00";
      default -> "2026-03-01 10:30:00";
    };
  }

  private static Optional<MillraceException.Builder> types(String message) {
    Optional<String[]> cast =
        match(message, "Cast function cannot convert value of type (.*?) to type (.*)");
    if (cast.isPresent()) {
      return Optional.of(
          error(
                  ErrorCode.TYPE_MISMATCH,
                  "there is no conversion from "
                      + TypeWords.type(cast.get()[0])
                      + " to "
                      + TypeWords.type(cast.get()[1]))
              .hint("use CASE to say which value becomes which, or CAST to give all one type"));
    }
    Optional<String[]> setOperation = match(message, "Type mismatch in column (.*?) of (.*)");
    if (setOperation.isPresent()) {
      return Optional.of(
          error(
                  ErrorCode.TYPE_MISMATCH,
                  "column "
                      + setOperation.get()[0]
                      + " of the two sides of "
                      + setOperation.get()[1]
                      + " has types that do not fit together")
              .hint("use CAST on one side"));
    }
    Optional<String[]> count = match(message, "Column count mismatch in (.*)");
    if (count.isPresent()) {
      return Optional.of(
          error(
                  ErrorCode.TYPE_MISMATCH,
                  "the two sides of " + count.get()[0] + " have different numbers of columns")
              .hint("leave columns out, or put NULL AS name where one is missing"));
    }
    Optional<String[]> condition = match(message, "(.*?) clause must be a condition");
    if (condition.isPresent()) {
      return Optional.of(
          error(ErrorCode.TYPE_MISMATCH, condition.get()[0] + " needs a condition (a boolean)")
              .hint("compare it with something:   … = value, or … IS NOT NULL"));
    }
    if (message.startsWith("Values passed to")
        || message.startsWith("Values in expression list")
        || message.startsWith("Illegal mixing of types")
        || message.contains("not comparable")
        || message.startsWith("Cannot compare values")) {
      return Optional.of(
          error(ErrorCode.TYPE_MISMATCH, "these values have types that do not fit together")
              .hint("use CAST to give them one type"));
    }
    Optional<String[]> arguments =
        match(
            message, "Invalid number of arguments to function '(.*?)'. Was expecting (.*?) arg.*");
    return arguments.map(
        found ->
            error(
                    ErrorCode.TYPE_MISMATCH,
                    "function "
                        + HiddenNames.shown(found[0])
                        + " takes "
                        + found[1]
                        + (found[1].equals("1") ? " argument" : " arguments"))
                .hint("see   DESCRIBE FUNCTION " + HiddenNames.shown(found[0])));
  }

  private static MillraceException.Builder cannotApply(String[] parts) {
    String operator = parts[0];
    List<String> types = TypeWords.operandTypes(parts[1]);
    boolean symbol =
        !HiddenNames.isHidden(operator)
            && (!Character.isLetter(operator.charAt(0)) || WORDS.contains(operator));
    String shown = symbol ? operator : HiddenNames.shown(operator);
    MillraceException.Builder result =
        error(
            ErrorCode.TYPE_MISMATCH,
            (symbol ? "operator " : "function ")
                + shown
                + " does not take "
                + String.join(" and ", types));
    boolean text = types.stream().anyMatch(t -> t.startsWith("varchar") || t.startsWith("char"));
    boolean number = types.stream().anyMatch(TypeWords::isNumber);
    if (text && number) {
      return result.hint("text and numbers do not mix by themselves: use CAST(… AS …)");
    }
    if (operator.equals("-") && types.stream().allMatch(t -> t.startsWith("timestamp"))) {
      return result.hint("the time between two timestamps: TIMESTAMPDIFF(SECOND, earlier, later)");
    }
    if (operator.equals("$SCALAR_QUERY")) {
      return error(ErrorCode.TYPE_MISMATCH, "a query in place of one value has one column")
          .hint("select one column in it");
    }
    if (COMPARISONS.contains(operator)) {
      return result.hint("these types do not compare: use CAST to give both sides one type");
    }
    return result.hint("it takes " + TypeWords.forms(parts[2]));
  }

  private static String plain(String message) {
    String text = TypeWords.unquote(message);
    if (text.isEmpty()) {
      return "the query is not valid";
    }
    boolean word = text.length() > 1 && Character.isUpperCase(text.charAt(1));
    return word ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  private static Optional<String[]> match(String message, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(message);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String[] groups = new String[matcher.groupCount()];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = matcher.group(i + 1);
    }
    return Optional.of(groups);
  }
}
