package io.millrace.exec.expression.runtime;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in the script where a value may turn out impossible. Its methods throw; those of a
 * lenient site (TRY_CAST) set {@link #failed} and return 0 instead.
 */
public final class Site implements InstanceConstant {
  private static final int SHOWN_CHARACTERS = 80;

  private final Optional<SourcePosition> position;
  private final String target;
  private final boolean lenient;

  /** Whether the last computation at a lenient site failed; generated code resets it. */
  public boolean failed;

  /**
   * @param target the type that is computed, or the function's name, for messages
   */
  public Site(Optional<SourcePosition> position, String target, boolean lenient) {
    this.position = position;
    this.target = target;
    this.lenient = lenient;
  }

  @Override
  public Site forInstance() {
    return new Site(position, target, lenient);
  }

  /** Where it stands in the script. */
  Optional<SourcePosition> position() {
    return position;
  }

  /** What is computed here. */
  public String target() {
    return target;
  }

  /** The result of {@code expression} does not fit its type. */
  public int overflow(String expression) {
    failed = true;
    if (lenient) {
      return 0;
    }
    throw error(ErrorCode.ARITHMETIC_OVERFLOW, expression, target)
        .hint("cast an operand to a wider type")
        .build();
  }

  public int divideByZero() {
    failed = true;
    if (lenient) {
      return 0;
    }
    throw error(ErrorCode.DIVIDE_BY_ZERO)
        .hint("NULLIF(divisor, 0) gives NULL instead of this error")
        .build();
  }

  /** The value that is cast is out of the target's range. */
  public int castOverflow(Object value) {
    failed = true;
    if (lenient) {
      return 0;
    }
    throw error(ErrorCode.CAST_OVERFLOW, value, target)
        .hint("TRY_CAST gives NULL instead of this error")
        .build();
  }

  /** The text that is cast does not have the target's form. */
  public int castInvalid(byte[] data, int start, int length) {
    failed = true;
    if (lenient) {
      return 0;
    }
    throw error(ErrorCode.CAST_INVALID_INPUT, quote(text(data, start, length)), target)
        .hint("TRY_CAST gives NULL instead of this error")
        .build();
  }

  /** The text that is cast has the right form but is out of the target's range. */
  public int castOverflow(byte[] data, int start, int length) {
    return lenient ? markFailed() : castOverflow(quote(text(data, start, length)));
  }

  /** An argument has a value that the function is not defined for. */
  public int invalid(String message) {
    failed = true;
    if (lenient) {
      return 0;
    }
    throw error(ErrorCode.VALUE_INVALID, message)
        .hint("leave such rows out with WHERE, or give NULL for them:   CASE WHEN … THEN … END")
        .build();
  }

  /**
   * A column that is NOT NULL, whose name is this site's, gets no value; the other names the table.
   */
  public void nullNotAllowed(Site table) {
    throw error(ErrorCode.NULL_NOT_ALLOWED, target, table.target)
        .hint("COALESCE(…, value) writes something else instead, or leave such rows out with WHERE")
        .build();
  }

  /** A query in place of one value gives several rows. */
  public void manyRows() {
    throw error(ErrorCode.SUBQUERY_ROWS)
        .hint("LIMIT 1, MAX(…) or a condition on a key leaves one")
        .build();
  }

  /** Text is written to a column that is shorter, counted in code points. */
  public void demandLength(byte[] data, int start, int length, int limit) {
    int characters = Utf8.count(data, start, length);
    if (characters > limit) {
      throw error(ErrorCode.VALUE_TOO_LONG, characters, target)
          .detail("the value is " + quote(text(data, start, length)))
          .hint("CAST(… AS " + target + ") or LEFT(…, " + limit + ") cuts it")
          .build();
    }
  }

  /** A function of the long tail threw. */
  public RuntimeException foreign(Throwable thrown) {
    if (thrown instanceof MillraceException known) {
      return position.map(known::at).orElse(known);
    }
    if (thrown instanceof Error fatal && !(thrown instanceof AssertionError)) {
      throw fatal;
    }
    @Nullable String message = thrown.getMessage();
    return error(
            ErrorCode.VALUE_INVALID,
            target + " failed: " + (message == null ? thrown.getClass().getSimpleName() : message))
        .cause(thrown)
        .build();
  }

  /** A function of the user's threw. */
  public RuntimeException userFunction(Throwable thrown) {
    return UserFailures.of(target, position, thrown);
  }

  /** A function of the user's gave something that its type cannot hold. */
  public RuntimeException userResult(RuntimeException thrown) {
    return UserFailures.ofResult(target, position, thrown);
  }

  private int markFailed() {
    failed = true;
    return 0;
  }

  private MillraceException.Builder error(ErrorCode code, Object... parameters) {
    return MillraceException.error(code, parameters).at(position);
  }

  static String text(byte[] data, int start, int length) {
    return new String(data, start, length, StandardCharsets.UTF_8);
  }

  /** The text in quotes, cut if it is long. */
  static String quote(String text) {
    return text.length() <= SHOWN_CHARACTERS
        ? "'" + text + "'"
        : "'" + text.substring(0, SHOWN_CHARACTERS) + "…'";
  }
}
