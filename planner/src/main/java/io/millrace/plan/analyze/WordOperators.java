package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Operators of other dialects that the parser has no rules for. In the text their right side
 * becomes a call that stands for nothing else, and the operator one that binds as tightly; what was
 * parsed is then put into our words:
 *
 * <ul>
 *   <li>{@code a DIV b}: {@code DIV(a, b)};
 *   <li>{@code a LIKE ANY ('x%', 'y%')}: {@code a LIKE 'x%' OR a LIKE 'y%'}; likewise ALL, NOT and
 *       ILIKE;
 *   <li>{@code DATEDIFF(a, b)} of two days, of which the parser knows the one of three arguments;
 *   <li>{@code !a} and {@code a == b}: {@code NOT a} and {@code a = b}.
 * </ul>
 */
final class WordOperators {
  private static final String DIV = "\u00b7div";
  private static final String ANY = "\u00b7any";
  private static final String ALL = "\u00b7all";

  private static final Set<String> LIKES = Set.of("LIKE", "ILIKE", "RLIKE");
  private static final Set<String> NO_LIST = Set.of("SELECT", "WITH", "VALUES", "ARRAY", "TABLE");

  private WordOperators() {}

  static void rewrite(QueryEdits query) {
    for (int i = 0; i < query.size(); i++) {
      String word = query.get(i).text().toUpperCase(Locale.ROOT);
      switch (word) {
        case "DIV" -> {
          if (i > 0 && !NestedWords.beginsValue(query, i - 1)) {
            query.replace(i, "/");
            query.insertBefore(i + 1, "\"" + DIV + "\"(");
            query.insertBehind(endOfOperand(query, i + 1) - 1, ")");
          }
        }
        case "ANY", "SOME", "ALL" -> {
          if (i > 0 && isListOfPatterns(query, i)) {
            query.replace(i, "\"" + (word.equals("ALL") ? ALL : ANY) + "\"");
          }
        }
        case "DATEDIFF", "DATE_DIFF" -> {
          if (query.is(i + 1, "(") && hasTwoArguments(query, i + 1)) {
            query.replace(i, '"' + word + '"');
          }
        }
        case "!" -> {
          boolean prefix = i == 0 || NestedWords.beginsValue(query, i - 1);
          if (prefix && !adjacent(query, i, "=") && !adjacent(query, i, "~")) {
            query.replace(i, "NOT ");
          }
        }
        case "=" -> {
          boolean sign = i > 0 && "<>!:=".contains(query.get(i - 1).text());
          boolean joined = sign && query.get(i - 1).end() == query.get(i).start();
          if (!joined && adjacent(query, i, "=") && !adjacent(query, i + 1, ">")) {
            query.replace(i + 1, "");
          }
        }
        default -> {}
      }
    }
  }

  /** The parser takes the first of three for a unit, and that of two as well. */
  private static boolean hasTwoArguments(QueryEdits query, int open) {
    int depth = 0;
    int commas = 0;
    for (int i = open; i < query.size(); i++) {
      depth += query.is(i, "(") ? 1 : query.is(i, ")") ? -1 : 0;
      commas += depth == 1 && query.is(i, ",") ? 1 : 0;
      if (depth == 0) {
        break;
      }
    }
    return commas == 1;
  }

  private static boolean adjacent(QueryEdits query, int token, String next) {
    return query.is(token + 1, next) && query.get(token).end() == query.get(token + 1).start();
  }

  private static boolean isListOfPatterns(QueryEdits query, int word) {
    return LIKES.contains(query.get(word - 1).text().toUpperCase(Locale.ROOT))
        && query.is(word + 1, "(")
        && word + 2 < query.size()
        && !NO_LIST.contains(query.get(word + 2).text().toUpperCase(Locale.ROOT));
  }

  /** The token behind an operand of the operators that bind most tightly. */
  private static int endOfOperand(QueryEdits query, int from) {
    int at = from;
    while (query.is(at, "-") || query.is(at, "+") || query.is(at, "~")) {
      at++;
    }
    if (query.is(at, "CASE")) {
      int depth = 0;
      do {
        depth += query.is(at, "CASE") ? 1 : query.is(at, "END") ? -1 : 0;
        at++;
      } while (depth > 0 && at < query.size());
    } else if (query.is(at, "(")) {
      at = query.behindParenthesis(at);
    } else {
      at++;
      if (query.isText(at) && query.isName(at - 1)) {
        at++;
      }
    }
    while (at < query.size()) {
      if (query.is(at, "(")) {
        at = query.behindParenthesis(at);
      } else if (query.is(at, "[")) {
        while (at < query.size() && !query.is(at, "]")) {
          at++;
        }
        at++;
      } else if (query.is(at, ".")) {
        at += 2;
      } else if (query.is(at, ":") && query.is(at + 1, ":")) {
        at += 3;
      } else {
        break;
      }
    }
    return Math.min(at, query.size());
  }

  /** What a call means in our words, if it is one of these. */
  static Optional<SqlNode> expand(SqlCall call) {
    if (call.getKind() == SqlKind.DIVIDE
        && call.operandCount() == 2
        && isCall(call.operand(1), DIV)) {
      SqlCall right = call.operand(1);
      return Optional.of(
          FunctionRewriter.own("DIV", call.getParserPosition(), call.operand(0), right.operand(0)));
    }
    if (call.getOperator() instanceof SqlLikeOperator like && call.operandCount() >= 2) {
      SqlNode patterns = call.operand(1);
      if (isCall(patterns, ANY) || isCall(patterns, ALL)) {
        return Optional.of(likes(call, like, (SqlCall) patterns));
      }
    }
    return Optional.empty();
  }

  private static boolean isCall(SqlNode node, String name) {
    return node instanceof SqlCall call && call.getOperator().getName().equals(name);
  }

  private static SqlNode likes(SqlCall call, SqlLikeOperator like, SqlCall patterns) {
    SqlParserPos position = call.getParserPosition();
    boolean any = isCall(patterns, ANY);
    SqlNode result = null;
    for (SqlNode pattern : patterns.getOperandList()) {
      List<SqlNode> operands = new ArrayList<>(call.getOperandList());
      operands.set(0, NodeCopies.inPlace(call.operand(0), name -> null));
      operands.set(1, pattern);
      refuseBackslash(pattern);
      SqlNode one = like.createCall(position, operands);
      result =
          result == null
              ? one
              : (any ? SqlStdOperatorTable.OR : SqlStdOperatorTable.AND)
                  .createCall(position, result, one);
    }
    return result == null ? call : result;
  }

  /** In one dialect it takes the meaning from what is behind it, in another it is a character. */
  private static void refuseBackslash(SqlNode pattern) {
    if (pattern instanceof SqlLiteral literal
        && SqlTypeName.CHAR_TYPES.contains(literal.getTypeName())
        && String.valueOf(literal.toValue()).contains("\\")) {
      throw error(ErrorCode.NOT_SUPPORTED, "LIKE with a backslash, which has two meanings,")
          .at(Positions.of(pattern.getParserPosition()))
          .hint("write LIKE for each pattern, with ESCAPE:   a LIKE '1!%' ESCAPE '!' OR …")
          .build();
    }
  }
}
