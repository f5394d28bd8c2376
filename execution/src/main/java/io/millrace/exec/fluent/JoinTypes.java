package io.millrace.exec.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.tree.TableTree.JoinKind;
import java.util.Locale;

/** Spark's words for joins. */
final class JoinTypes {
  private JoinTypes() {}

  static JoinKind of(String type) {
    return switch (type.toLowerCase(Locale.ROOT).replace("_", "")) {
      case "inner" -> JoinKind.INNER;
      case "cross" -> JoinKind.CROSS;
      case "outer", "full", "fullouter" -> JoinKind.FULL_OUTER;
      case "left", "leftouter" -> JoinKind.LEFT_OUTER;
      case "right", "rightouter" -> JoinKind.RIGHT_OUTER;
      case "semi", "leftsemi" -> JoinKind.LEFT_SEMI;
      case "anti", "leftanti" -> JoinKind.LEFT_ANTI;
      default ->
          throw error(ErrorCode.QUERY_INVALID, "there is no join of the type \"" + type + "\"")
              .hint("types: inner, cross, outer, left, right, leftsemi, leftanti")
              .build();
    };
  }
}
