package io.millrace.exec.expression.runtime;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps the last regular expression compiled, which most often is that of the next row, too. */
public final class PatternMemory implements InstanceConstant {
  private String source = "";
  private int flags;
  private @Nullable Pattern pattern;

  @Override
  public PatternMemory forInstance() {
    return new PatternMemory();
  }

  /** The compiled expression. */
  Pattern compiled(String expression, int expressionFlags) {
    Pattern known = pattern;
    if (known != null && flags == expressionFlags && source.equals(expression)) {
      return known;
    }
    Pattern compiled = Pattern.compile(expression, expressionFlags);
    source = expression;
    flags = expressionFlags;
    pattern = compiled;
    return compiled;
  }
}
