package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlUnresolvedFunction;

/**
 * Names of functions that nobody calls: other functions become them, and lend them the name that
 * messages show.
 */
public final class HiddenNames {
  private static final String MARK = "$";

  private HiddenNames() {}

  static boolean isHidden(String name) {
    return name.startsWith(MARK);
  }

  /** The name that messages show, in lower case. */
  public static String shown(String name) {
    String shown = isHidden(name) ? name.substring(MARK.length()) : name;
    return shown.toLowerCase(Locale.ROOT);
  }

  /** Refuses a call that was written so. */
  static void refuse(SqlCall call) {
    String name = call.getOperator().getName();
    boolean written = call.getOperator() instanceof SqlUnresolvedFunction;
    if (written && isHidden(name) && Character.isLetter((name + MARK).charAt(1))) {
      throw error(ErrorCode.FUNCTION_NOT_FOUND, name)
          .at(Positions.of(call.getParserPosition()))
          .hint("SHOW FUNCTIONS lists those there are")
          .build();
    }
  }
}
