package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.sql.grammar.MillraceSqlParser.AddColumnStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.CheckContext;
import io.millrace.sql.grammar.MillraceSqlParser.CheckElementContext;
import io.millrace.sql.grammar.MillraceSqlParser.ColumnElementContext;
import io.millrace.sql.grammar.MillraceSqlParser.ColumnPartContext;
import io.millrace.sql.grammar.MillraceSqlParser.ComputedElementContext;
import io.millrace.sql.grammar.MillraceSqlParser.DataTypeContext;
import io.millrace.sql.grammar.MillraceSqlParser.EnforcementContext;
import io.millrace.sql.grammar.MillraceSqlParser.ExpressionContext;
import io.millrace.sql.grammar.MillraceSqlParser.ForeignKeyElementContext;
import io.millrace.sql.grammar.MillraceSqlParser.NameContext;
import io.millrace.sql.grammar.MillraceSqlParser.PrimaryKeyElementContext;
import io.millrace.sql.grammar.MillraceSqlParser.ReferencesContext;
import io.millrace.sql.grammar.MillraceSqlParser.TableElementContext;
import io.millrace.sql.grammar.MillraceSqlParser.TableElementsContext;
import io.millrace.sql.grammar.MillraceSqlParser.UniqueElementContext;
import io.millrace.sql.grammar.MillraceSqlParser.WatermarkElementContext;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.TableElement;
import io.millrace.sql.statement.TableElement.Check;
import io.millrace.sql.statement.TableElement.ComputedColumn;
import io.millrace.sql.statement.TableElement.PhysicalColumn;
import io.millrace.sql.statement.TableElement.PrimaryKey;
import io.millrace.sql.statement.TableElement.Unique;
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
        primaryKey(
            tokens.position(key),
            Names.list(tokens, key.nameList()),
            isEnforced(key.enforcement()));
      } else if (element instanceof UniqueElementContext unique) {
        refuseNotEnforced("UNIQUE", unique.enforcement());
        elements.add(new Unique(tokens.position(unique), Names.list(tokens, unique.nameList())));
      } else if (element instanceof CheckElementContext check) {
        check(Optional.ofNullable(check.name()), check.check(), check.enforcement());
      } else if (element instanceof ForeignKeyElementContext foreign) {
        references(foreign.references());
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

  private static boolean isEnforced(EnforcementContext enforcement) {
    return enforcement == null || enforcement.NOT() == null;
  }

  private void refuseNotEnforced(String what, EnforcementContext enforcement) {
    if (!isEnforced(enforcement)) {
      throw error(ErrorCode.NOT_SUPPORTED, what + " that is not enforced")
          .at(tokens.position(enforcement))
          .hint("leave it out")
          .build();
    }
  }

  private void check(
      Optional<NameContext> name, CheckContext check, EnforcementContext enforcement) {
    refuseNotEnforced("CHECK", enforcement);
    elements.add(
        new Check(
            tokens.position(check),
            name.map(tokens::identifier),
            queryTexts.between(
                check.getStart().getStartIndex() + 1, check.getStop().getStopIndex() - 1)));
  }

  /** A reference that nobody checks says nothing. */
  private void references(ReferencesContext references) {
    if (isEnforced(references.enforcement())) {
      throw error(ErrorCode.NOT_SUPPORTED, "FOREIGN KEY")
          .at(tokens.position(references))
          .hint("leave it out, or write NOT ENFORCED behind it:  REFERENCES … NOT ENFORCED")
          .build();
    }
  }

  private void primaryKey(SourcePosition position, List<Identifier> names, boolean enforced) {
    if (keyed) {
      throw error(ErrorCode.SYNTAX_ERROR, "the primary key is given twice").at(position).build();
    }
    keyed = true;
    elements.add(new PrimaryKey(position, names, enforced));
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
    column(element.name(), element.dataType(), element.columnPart(), tokens.position(element));
  }

  private void column(
      NameContext columnName,
      DataTypeContext dataType,
      List<ColumnPartContext> parts,
      SourcePosition position) {
    Identifier name = column(tokens.identifier(columnName));
    DataType type = types.read(dataType);
    Optional<String> metadataKey = Optional.empty();
    Optional<QueryText> defaultValue = Optional.empty();
    Optional<ColumnPartContext> key = Optional.empty();
    Set<String> seen = new HashSet<>();
    for (ColumnPartContext part : parts) {
      if (part.METADATA() != null) {
        once(seen, "METADATA", part);
        metadataKey =
            Optional.of(
                part.STRING_TEXT() == null
                    ? name.text()
                    : StatementTokens.unquoted(part.STRING_TEXT().getText()));
      } else if (part.DEFAULT() != null) {
        once(seen, "DEFAULT", part);
        defaultValue = Optional.of(queryTexts.of(part.EXPRESSION_BODY().getSymbol()));
      } else if (part.PRIMARY() != null) {
        once(seen, "PRIMARY KEY", part);
        key = Optional.of(part);
      } else if (part.UNIQUE() != null) {
        refuseNotEnforced("UNIQUE", part.enforcement());
        elements.add(new Unique(tokens.position(part), List.of(name)));
      } else if (part.check() != null) {
        check(Optional.ofNullable(part.name()), part.check(), part.enforcement());
      } else if (part.references() != null) {
        references(part.references());
      } else {
        once(seen, "NULL or NOT NULL", part);
        type = type.withNullable(part.NOT() == null);
      }
    }
    elements.add(new PhysicalColumn(position, name, type, metadataKey, defaultValue));
    key.ifPresent(
        part -> primaryKey(tokens.position(part), List.of(name), isEnforced(part.enforcement())));
  }

  /** The one column of ALTER TABLE … ADD COLUMN. */
  PhysicalColumn added(AddColumnStatementContext add) {
    column(add.name(), add.dataType(), add.columnPart(), tokens.position(add));
    if (elements.size() != 1 || !(elements.get(0) instanceof PhysicalColumn column)) {
      throw error(ErrorCode.NOT_SUPPORTED, "a key or condition of a column that is added")
          .at(tokens.position(add))
          .hint("create the table anew, and copy the rows")
          .build();
    }
    return column;
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
