package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OptionValue;
import io.millrace.api.error.ErrorCode;
import io.millrace.sql.grammar.MillraceSqlParser.OptionContext;
import io.millrace.sql.grammar.MillraceSqlParser.OptionListContext;
import io.millrace.sql.grammar.MillraceSqlParser.OptionNameContext;
import io.millrace.sql.grammar.MillraceSqlParser.OptionValueContext;
import io.millrace.sql.statement.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code (name = value, …)}. */
final class OptionReader {
  private final StatementTokens tokens;

  OptionReader(StatementTokens tokens) {
    this.tokens = tokens;
  }

  List<OptionValue> read(OptionListContext list) {
    List<OptionValue> options = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (OptionContext option : list.option()) {
      Identifier name = name(option.optionName());
      if (!names.add(name.text().toLowerCase(Locale.ROOT))) {
        throw error(ErrorCode.OPTION_DUPLICATE, name.text())
            .at(name.position())
            .hint("leave one of them out")
            .build();
      }
      options.add(
          new OptionValue(
              name.text(),
              value(option.optionValue()),
              Optional.of(name.position()),
              Optional.of(tokens.position(option.optionValue()))));
    }
    return options;
  }

  Identifier name(OptionNameContext name) {
    return new Identifier(StatementTokens.unquoted(name.getText()), tokens.position(name));
  }

  private String value(OptionValueContext value) {
    String text = tokens.textOf(value);
    return value.STRING_TEXT() == null ? text : StatementTokens.unquoted(text);
  }
}
