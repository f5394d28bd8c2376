package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.sql.grammar.MillraceSqlParser.NameListContext;
import io.millrace.sql.grammar.MillraceSqlParser.TableNameContext;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Schemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;

/** Reads names. */
final class Names {
  private Names() {}

  /**
   * The name of a source, table, sink or view: one word, or that of a schema before it. The schemas
   * that everything is in anyway are left out.
   */
  static Identifier relation(StatementTokens tokens, TableNameContext name) {
    int parts = name.name().size();
    if (parts > 2) {
      throw error(ErrorCode.NOT_SUPPORTED, "a name with a catalog before it")
          .at(tokens.position(name))
          .hint(
              "there is one catalog; write "
                  + name.name(parts - 2).getText()
                  + "."
                  + name.name(parts - 1).getText())
          .build();
    }
    Identifier last = tokens.identifier(name.name(parts - 1));
    if (parts == 1) {
      return last;
    }
    String schema = tokens.identifier(name.name(0)).text();
    return new Identifier(
        Schemas.isDefault(schema) ? last.text() : Schemas.join(schema, last.text()),
        tokens.position(name));
  }

  /** The names of columns in parentheses, all different. */
  static List<Identifier> list(StatementTokens tokens, NameListContext list) {
    List<Identifier> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (ParserRuleContext name : list.name()) {
      Identifier identifier = tokens.identifier(name);
      if (!seen.add(identifier.text().toLowerCase(Locale.ROOT))) {
        throw error(ErrorCode.COLUMN_DUPLICATE, identifier.text())
            .at(identifier.position())
            .build();
      }
      names.add(identifier);
    }
    return names;
  }
}
