package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Frames in GROUPS, which the parser does not know. The word is parsed as ROWS, and the distances
 * of such a frame are marked: {@code GROUPS 2 PRECEDING} becomes {@code ROWS MARK + 2 PRECEDING}. A
 * distance of 0, of which Calcite is not sure whether such a frame has rows, becomes CURRENT ROW.
 */
public final class GroupsFrames extends SqlBasicVisitor<Void> {
  /** What is added to distances; no partition has so many rows. */
  public static final long MARK = 1_500_000_000L;

  private static final String WORD = "GROUPS";

  private static final Pattern FRAME =
      Pattern.compile(
          "\\bGROUPS(?=\\s+(BETWEEN\\s+)?"
              + "(UNBOUNDED\\s+(PRECEDING|FOLLOWING)|CURRENT\\s+ROW|\\d+\\s+(PRECEDING|FOLLOWING))\\b)",
          Pattern.CASE_INSENSITIVE);

  private final Set<Place> groups;

  private record Place(int line, int column) {}

  private GroupsFrames(Set<Place> groups) {
    this.groups = groups;
  }

  /** The text with ROWS in place of GROUPS, and as long. */
  static String hide(String text) {
    List<Integer> found = offsets(text);
    if (found.isEmpty()) {
      return text;
    }
    StringBuilder result = new StringBuilder(text);
    found.forEach(at -> result.replace(at, at + WORD.length(), "ROWS  "));
    return result.toString();
  }

  private static List<Integer> offsets(String text) {
    Matcher matcher = FRAME.matcher(text);
    List<Integer> offsets = new ArrayList<>();
    int i = 0;
    while (matcher.find(i)) {
      while (i < matcher.start()) {
        i = Math.max(i + 1, WindowWords.skipQuotedOrComment(text, i));
      }
      if (i == matcher.start()) {
        offsets.add(i);
        i++;
      }
      if (i >= text.length()) {
        break;
      }
    }
    return offsets;
  }

  /**
   * Marks the frames that were written in GROUPS.
   *
   * @param text as it was before {@link #hide}
   */
  static void mark(SqlNode query, String text) {
    Set<Place> found = new HashSet<>();
    offsets(text).forEach(at -> found.add(place(text, at)));
    query.accept(new GroupsFrames(found));
  }

  private static Place place(String text, int offset) {
    int line = 1;
    int start = 0;
    for (int i = 0; i < offset; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new Place(line, offset - start + 1);
  }

  /** Whether a bound is a distance in GROUPS. */
  public static boolean isMarked(RexWindowBound bound) {
    return bound.getOffset() instanceof RexLiteral literal
        && literal.getValue() instanceof BigDecimal number
        && number.compareTo(BigDecimal.valueOf(MARK)) >= 0
        && literal.getType().getSqlTypeName().getFamily() == SqlTypeFamily.NUMERIC;
  }

  @Override
  @SuppressWarnings("NullAway")
  public Void visit(SqlCall call) {
    if (call instanceof SqlWindow window) {
      SqlParserPos unit = window.operand(4).getParserPosition();
      boolean marked = groups.contains(new Place(unit.getLineNum(), unit.getColumnNum()));
      if (window.getLowerBound() != null) {
        window.setLowerBound(bound(window.getLowerBound(), window.isRows(), marked, true));
      }
      if (window.getUpperBound() != null) {
        window.setUpperBound(bound(window.getUpperBound(), window.isRows(), marked, false));
      } else if (marked) {
        window.setUpperBound(SqlWindow.createFollowing(number(0, unit), unit));
      }
    }
    return super.visit(call);
  }

  private static SqlNode bound(SqlNode bound, boolean rows, boolean groups, boolean lower) {
    SqlParserPos place = bound.getParserPosition();
    if (bound.getKind() == SqlKind.PRECEDING || bound.getKind() == SqlKind.FOLLOWING) {
      SqlNode distance = ((SqlCall) bound).operand(0);
      if (!(distance instanceof SqlNumericLiteral literal) || !literal.isInteger()) {
        return bound;
      }
      long count = Objects.requireNonNull(literal.bigDecimalValue()).longValueExact();
      if (count == 0) {
        return groups ? none(lower, place) : SqlWindow.createCurrentRow(place);
      }
      if (rows && count >= MARK) {
        throw error(ErrorCode.NOT_SUPPORTED, "a frame of so many rows")
            .at(Positions.of(distance.getParserPosition()))
            .hint("write UNBOUNDED")
            .build();
      }
      if (!groups) {
        return bound;
      }
      SqlNode marked = number(count, place);
      return bound.getKind() == SqlKind.PRECEDING
          ? SqlWindow.createPreceding(marked, place)
          : SqlWindow.createFollowing(marked, place);
    }
    return groups && SqlWindow.isCurrentRow(bound) ? none(lower, place) : bound;
  }

  /** No distance at all. */
  private static SqlNode none(boolean lower, SqlParserPos place) {
    SqlNode marked = number(0, place);
    return lower
        ? SqlWindow.createPreceding(marked, place)
        : SqlWindow.createFollowing(marked, place);
  }

  private static SqlNode number(long count, SqlParserPos place) {
    return SqlLiteral.createExactNumeric(String.valueOf(MARK + count), place);
  }
}
