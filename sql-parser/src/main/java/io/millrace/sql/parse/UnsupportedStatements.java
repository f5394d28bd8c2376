package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** Statements that people know and Millrace does not take (yet): refused by name. */
final class UnsupportedStatements {
  /** Words between CREATE and what is created. */
  private static final Set<String> MODIFIERS = Set.of("OR", "REPLACE", "TEMPORARY", "TEMP");

  private record Known(List<String> words, String hint) {
    static Known of(String words, String hint) {
      return new Known(List.of(words.split(" ")), hint);
    }
  }

  private static final List<Known> KNOWN =
      List.of(
          Known.of("CREATE MODEL", ""),
          Known.of("CREATE CATALOG", "all names live in one catalog; leave it out"),
          Known.of("CREATE DATABASE", "all names live in one catalog; leave it out"),
          Known.of("CREATE UNIQUE INDEX", "declare the columns UNIQUE in CREATE TABLE"),
          Known.of("CREATE EXTERNAL TABLE", "write CREATE TABLE … USING …"),
          Known.of("CREATE STREAM", "write CREATE SOURCE …"),
          Known.of("DROP MODEL", ""),
          Known.of("DROP CATALOG", ""),
          Known.of("DROP DATABASE", ""),
          Known.of("SHOW MODELS", ""),
          Known.of("SHOW CREATE", "DESCRIBE EXTENDED shows how a table is defined"),
          Known.of("SHOW COLUMNS", "write DESCRIBE and the name of the table"),
          Known.of("SHOW CATALOGS", "all names live in one catalog"),
          Known.of("SHOW DATABASES", "all names live in one catalog"),
          Known.of("SHOW SCHEMAS", "all names live in one catalog"),
          Known.of("SHOW JOBS", "write SHOW QUERIES"),
          Known.of("EXPLAIN CREATE", "explain the query itself: EXPLAIN SELECT …"),
          Known.of(
              "ADD JAR",
              "put the jar on the class path, or name it with the function:  CREATE FUNCTION … AS 'class' USING JAR 'path'"),
          Known.of("STATEMENT SET", "write each INSERT as a statement of its own"),
          Known.of("BEGIN STATEMENT SET", "write each INSERT as a statement of its own"),
          Known.of("EXECUTE STATEMENT SET", "write each INSERT as a statement of its own"),
          Known.of("UPSERT", "write INSERT OR REPLACE INTO"),
          Known.of("ALTER VIEW", "write CREATE OR REPLACE VIEW"),
          Known.of("ALTER SOURCE", "write CREATE OR REPLACE SOURCE"),
          Known.of("ALTER SINK", "write CREATE OR REPLACE SINK"),
          Known.of("SAVEPOINT", "a statement that fails changes nothing; leave the savepoint out"),
          Known.of("ROLLBACK TO", "leave the savepoint out"),
          Known.of("RELEASE", "leave the savepoint out"),
          Known.of("USE", "all names live in one catalog; leave it out"),
          Known.of("GRANT", ""),
          Known.of("REVOKE", ""),
          Known.of("CALL", ""),
          Known.of("COPY", "create a SOURCE or a SINK with USING file"),
          Known.of("PREPARE", ""),
          Known.of("EXECUTE", ""),
          Known.of("DECLARE", ""),
          Known.of("CACHE", ""),
          Known.of("REFRESH TABLE", "a query reads what is there; leave it out"),
          Known.of("PRAGMA", "write SET name = value"));

  private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

  private UnsupportedStatements() {}

  /**
   * Refuses a statement that is known by its first words.
   *
   * @throws MillraceException STATEMENT_UNSUPPORTED
   */
  static void refuse(StatementTokens tokens) {
    List<Token> words = words(tokens.visible());
    for (Known known : KNOWN) {
      lastWordOf(known, words)
          .ifPresent(
              last -> {
                MillraceException.Builder error =
                    error(ErrorCode.STATEMENT_UNSUPPORTED, String.join(" ", known.words()))
                        .at(tokens.position(tokens.visible().get(0), last));
                if (!known.hint().isEmpty()) {
                  error.hint(known.hint());
                }
                throw error.build();
              });
    }
  }

  /**
   * Refuses {@code WITH … INSERT INTO …}, which reads like a query.
   *
   * @throws MillraceException NOT_SUPPORTED
   */
  static void refuseWithBefore(StatementTokens tokens) {
    List<Token> visible = tokens.visible();
    if (visible.isEmpty() || !visible.get(0).getText().equalsIgnoreCase("WITH")) {
      return;
    }
    int depth = 0;
    for (int i = 0; i + 1 < visible.size(); i++) {
      String word = visible.get(i).getText();
      depth += word.equals("(") ? 1 : 0;
      depth -= word.equals(")") ? 1 : 0;
      boolean changes =
          depth == 0
              && i > 0
              && visible.get(i - 1).getText().equals(")")
              && CHANGES.contains(StatementTokens.upper(word));
      if (changes) {
        throw error(ErrorCode.NOT_SUPPORTED, "WITH before " + StatementTokens.upper(word))
            .at(tokens.position(visible.get(i)))
            .hint("write it before the query:  INSERT INTO … WITH … SELECT …")
            .build();
      }
    }
  }

  /** The first words of a statement, without those that modify CREATE. */
  private static List<Token> words(List<Token> tokens) {
    List<Token> words = new ArrayList<>();
    for (int i = 0; i < tokens.size() && words.size() < 3; i++) {
      Token token = tokens.get(i);
      boolean modifies =
          words.size() == 1 && MODIFIERS.contains(StatementTokens.upper(token.getText()));
      if (!modifies || !words.get(0).getText().equalsIgnoreCase("CREATE")) {
        words.add(token);
      }
    }
    return words;
  }

  private static Optional<Token> lastWordOf(Known known, List<Token> words) {
    int count = known.words().size();
    if (words.size() < count) {
      return Optional.empty();
    }
    for (int i = 0; i < count; i++) {
      if (!words.get(i).getText().equalsIgnoreCase(known.words().get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(words.get(count - 1));
  }
}
