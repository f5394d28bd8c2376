package io.millrace.plan.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Copies trees to another place of the script, and puts other expressions in the place of names.
 * The names of tables, aliases and columns that are declared stay as they are.
 */
final class NodeCopies {
  private final Function<SqlIdentifier, @Nullable SqlNode> replacement;
  private final UnaryOperator<SqlParserPos> place;

  private NodeCopies(
      Function<SqlIdentifier, @Nullable SqlNode> replacement, UnaryOperator<SqlParserPos> place) {
    this.replacement = replacement;
    this.place = place;
  }

  /**
   * A copy with everything at one position, but for what takes the place of names.
   *
   * @param replacement what to put in the place of a name; null to keep it
   */
  static SqlNode at(
      SqlParserPos position, SqlNode node, Function<SqlIdentifier, @Nullable SqlNode> replacement) {
    return new NodeCopies(replacement, old -> position).copy(node);
  }

  /** A copy in the same place. */
  static SqlNode inPlace(SqlNode node, Function<SqlIdentifier, @Nullable SqlNode> replacement) {
    return new NodeCopies(replacement, UnaryOperator.identity()).copy(node);
  }

  /** A copy with all positions changed. */
  static SqlNode moved(SqlNode node, UnaryOperator<SqlParserPos> place) {
    return new NodeCopies(name -> null, place).copy(node);
  }

  private SqlParserPos place(SqlNode node) {
    return place.apply(node.getParserPosition());
  }

  private SqlNode placed(SqlIdentifier name) {
    List<SqlParserPos> parts = new ArrayList<>();
    for (int i = 0; i < name.names.size(); i++) {
      parts.add(place.apply(name.getComponentParserPosition(i)));
    }
    return new SqlIdentifier(name.names, name.getCollation(), place(name), parts);
  }

  private SqlNode copy(SqlNode node) {
    if (node instanceof SqlIdentifier identifier) {
      SqlNode replaced = replacement.apply(identifier);
      return replaced == null ? placed(identifier) : replaced;
    }
    if (node instanceof SqlNodeList list) {
      List<@Nullable SqlNode> items = new ArrayList<>();
      for (@Nullable SqlNode item : list) {
        items.add(item == null ? null : copy(item));
      }
      return new SqlNodeList(items, place(node));
    }
    if (node instanceof SqlCall call) {
      return call(call);
    }
    if (node instanceof SqlIntervalQualifier unit && unit.timeFrameName != null) {
      // its own copy would be that of another unit
      return new SqlIntervalQualifier(unit.timeFrameName, place(node));
    }
    return node.clone(place(node));
  }

  private SqlNode call(SqlCall call) {
    List<@Nullable SqlNode> operands = new ArrayList<>();
    List<SqlNode> old = call.getOperandList();
    for (int i = 0; i < old.size(); i++) {
      SqlNode operand = old.get(i);
      if (operand == null) {
        operands.add(null);
      } else if (isName(call, i)) {
        operands.add(moved(operand));
      } else {
        operands.add(copy(operand));
      }
    }
    return call.getOperator().createCall(call.getFunctionQuantifier(), place(call), operands);
  }

  /** Whether an operand declares a name or names a table. */
  private static boolean isName(SqlCall call, int operand) {
    SqlNode node = call.getOperandList().get(operand);
    if (call.getKind() == SqlKind.AS || call.getKind() == SqlKind.WITH_ITEM) {
      return call.getKind() == SqlKind.AS ? operand > 0 : operand < 2;
    }
    if (call.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
      return operand == 1;
    }
    if (call.getKind() == SqlKind.DESCRIPTOR || call.getKind() == SqlKind.EXPLICIT_TABLE) {
      return true;
    }
    boolean from =
        call instanceof SqlSelect select && select.getFrom() == node || call instanceof SqlJoin;
    boolean named = node instanceof SqlCall as && as.getKind() == SqlKind.AS;
    return from && node instanceof SqlIdentifier
        || named && from && ((SqlCall) node).operand(0) instanceof SqlIdentifier;
  }

  private SqlNode moved(SqlNode node) {
    return moved(node, place);
  }
}
