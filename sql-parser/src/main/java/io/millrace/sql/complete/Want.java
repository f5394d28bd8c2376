package io.millrace.sql.complete;

import java.util.List;
import java.util.Set;

/** Something that fits at a place, as far as the text says it. */
public sealed interface Want {

  /**
   * A word of the language.
   *
   * @param text in upper case
   */
  record Keyword(String text) implements Want {}

  /**
   * The name of a source, table, sink or view.
   *
   * @param written whether it is to be written
   * @param others names that the statement itself gives to queries
   */
  record Table(boolean written, List<String> others) implements Want {
    public Table {
      others = List.copyOf(others);
    }
  }

  /**
   * A column.
   *
   * @param tables whose columns they are
   * @param others columns that only the statement knows, and names of tables in it
   * @param anywhere whether it may be a column of any table, because none is named yet
   */
  record Column(List<String> tables, List<String> others, boolean anywhere) implements Want {
    /** A column of these tables. */
    public Column(List<String> tables, List<String> others) {
      this(tables, others, false);
    }

    public Column {
      tables = List.copyOf(tables);
      others = List.copyOf(others);
    }
  }

  /** A function. */
  record Function() implements Want {}

  /** A connector. */
  record Connector(Declaration declaration) implements Want {}

  /** A format of the connector. */
  record Format(Declaration declaration) implements Want {}

  /** The name of an option of a declaration. */
  record Option(Declaration declaration) implements Want {}

  /** The value of an option of a declaration. */
  record OptionValue(Declaration declaration, String option) implements Want {}

  /**
   * The name of an option of a query.
   *
   * @param given names that are there, in lower case
   */
  record QueryOption(Set<String> given) implements Want {
    public QueryOption {
      given = Set.copyOf(given);
    }
  }

  /** A setting. */
  record Setting() implements Want {}

  /** The value of a setting. */
  record SettingValue(String name) implements Want {}

  /**
   * A query by name.
   *
   * @param running whether those fit that run
   * @param ended whether those fit that have ended
   */
  record Query(boolean running, boolean ended) implements Want {}

  /** A type. */
  record Type() implements Want {}

  /** A path of the file system. */
  record FilePath() implements Want {}

  /**
   * What a statement declares.
   *
   * @param kind SOURCE, TABLE or SINK
   * @param connector in lower case; empty if none is named
   * @param format in lower case; empty if none is named
   * @param given names of options that are there, in lower case
   */
  record Declaration(String kind, String connector, String format, Set<String> given) {
    public Declaration {
      given = Set.copyOf(given);
    }
  }
}
