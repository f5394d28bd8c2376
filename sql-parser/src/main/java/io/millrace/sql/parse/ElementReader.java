package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.sql.grammar.MillraceSqlParser.ColumnElementContext;
import io.millrace.sql.grammar.MillraceSqlParser.ColumnPartContext;
import io.millrace.sql.grammar.MillraceSqlParser.ComputedElementContext;
import io.millrace.sql.grammar.MillraceSqlParser.ExpressionContext;
import io.millrace.sql.grammar.MillraceSqlParser.PrimaryKeyElementContext;
import io.millrace.sql.grammar.MillraceSqlParser.TableElementContext;
import io.millrace.sql.grammar.MillraceSqlParser.TableElementsContext;
import io.millrace.sql.grammar.MillraceSqlParser.WatermarkElementContext;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.TableElement;
import io.millrace.sql.statement.TableElement.ComputedColumn;
import io.millrace.sql.statement.TableElement.PhysicalColumn;
import io.millrace.sql.statement.TableElement.PrimaryKey;
import io.millrace.sql.statement.TableElement.Watermark;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what stands between the parentheses of CREATE. */
final class ElementReader {
  private final StatementTokens tokens;
  private final Identifier table;
  private final TypeReader types;
  private final QueryTexts queryTexts;

  private final List<TableElement> elements = new ArrayList<>();
  private final Set<String> columns = new HashSet<>();
  private Optional<Identifier> watermarked = Optional.empty();
  private boolean keyed;

  ElementReader(StatementTokens tokens, Identifier table) {
    this.tokens = tokens;
    this.table = table;
    this.types = new TypeReader(tokens);
    this.queryTexts = new QueryTexts(tokens);
  }

  List<TableElement> read(TableElementsContext list) {
    for (TableElementContext element : list.tableElement()) {
      if (element instanceof ColumnElementContext column) {
        column(column);
      } else if (element instanceof ComputedElementContext computed) {
        computed(computed);
      } else if (element instanceof WatermarkElementContext watermark) {
        watermark(watermark);
      } else if (element instanceof PrimaryKeyElementContext key) {
        primaryKey(tokens.position(key), Names.list(tokens, key.nameList()));
      } else {
        throw new IllegalStateException("unknown element " + element.getText());
      }
    }
    return elements;
  }

  private void computed(ComputedElementContext element) {
    Identifier name = column(tokens.identifier(element.name()));
    QueryText expression = expression(element.expression());
    elements.add(new ComputedColumn(tokens.position(element), name, expression));
  }

  private void watermark(WatermarkElementContext element) {
    Watermark watermark = new WatermarkReader(tokens).read(element);
    if (watermarked.isPresent()) {
      throw error(ErrorCode.WATERMARK_REDEFINED, table.text(), watermarked.get().text())
          .at(watermark.position())
          .hint("leave one of them out")
          .build();
    }
    watermarked = Optional.of(watermark.column());
    elements.add(watermark);
  }

  private void primaryKey(SourcePosition position, List<Identifier> names) {
    if (keyed) {
      throw error(ErrorCode.SYNTAX_ERROR, "the primary key is given twice").at(position).build();
    }
    keyed = true;
    elements.add(new PrimaryKey(position, names));
  }

  private Identifier column(Identifier name) {
    if (!columns.add(name.text().toLowerCase(Locale.ROOT))) {
      throw error(ErrorCode.COLUMN_DUPLICATE, name.text())
          .at(name.position())
          .hint("give one of them another name")
          .build();
    }
    return name;
  }

  private void column(ColumnElementContext element) {
    Identifier name = column(tokens.identifier(element.name()));
    DataType type = types.read(element.dataType());
    Optional<String> metadataKey = Optional.empty();
    Optional<QueryText> defaultValue = Optional.empty();
    Optional<SourcePosition> key = Optional.empty();
    Set<String> seen = new HashSet<>();
    for (ColumnPartContext part : element.columnPart()) {
      if (part.METADATA() != null) {
        once(seen, "METADATA", part);
        metadataKey =
            Optional.of(
                part.STRING_TEXT() == null
                    ? name.text()
                    : StatementTokens.unquoted(part.STRING_TEXT().getText()));
      } else if (part.DEFAULT() != null) {
        once(seen, "DEFAULT", part);
        defaultValue = Optional.of(expression(part.expression()));
      } else if (part.PRIMARY() != null) {
        once(seen, "PRIMARY KEY", part);
        key = Optional.of(tokens.position(part));
      } else {
        once(seen, "NULL or NOT NULL", part);
        type = type.withNullable(part.NOT() == null);
      }
    }
    elements.add(
        new PhysicalColumn(tokens.position(element), name, type, metadataKey, defaultValue));
    key.ifPresent(position -> primaryKey(position, List.of(name)));
  }

  private void once(Set<String> seen, String what, ColumnPartContext part) {
    if (!seen.add(what)) {
      throw error(ErrorCode.SYNTAX_ERROR, what + " is given twice")
          .at(tokens.position(part))
          .build();
    }
  }

  private QueryText expression(ExpressionContext expression) {
    return queryTexts.between(
        expression.getStart().getStartIndex(), expression.getStop().getStopIndex());
  }
}
