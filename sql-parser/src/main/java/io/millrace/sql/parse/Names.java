package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.sql.grammar.MillraceSqlParser.NameListContext;
import io.millrace.sql.grammar.MillraceSqlParser.TableNameContext;
import io.millrace.sql.statement.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;

/** Reads names. */
final class Names {
  private Names() {}

  /** The name of a source, table, sink or view: one word. */
  static Identifier relation(StatementTokens tokens, TableNameContext name) {
    if (name.name().size() > 1) {
      throw error(ErrorCode.NOT_SUPPORTED, "a name with a catalog or schema before it")
          .at(tokens.position(name))
          .hint(
              "all names live in one catalog; write "
                  + name.name(name.name().size() - 1).getText()
                  + ", or put a name that has a point in it in double quotes")
          .build();
    }
    return tokens.identifier(name.name(0));
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
