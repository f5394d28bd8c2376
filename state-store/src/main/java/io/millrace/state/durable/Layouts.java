package io.millrace.state.durable;

import io.millrace.state.format.v1.SectionHeader;
import io.millrace.state.format.v1.TableConversion;
import io.millrace.state.format.v1.TableLayout;
import io.millrace.state.memory.LoggedTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the bytes of tables mean, now and in what earlier versions of the query have written. A
 * table and its signature tell which version it is.
 */
final class Layouts {
  /** By table and signature. */
  private final Map<String, TableLayout> earlier = new HashMap<>();

  /** By table: those that are open. */
  private final Map<String, TableLayout> open = new HashMap<>();

  /** The texts of all open tables' layouts, by table and signature. */
  static Map<String, String> of(Map<String, OperatorState> operators) {
    Map<String, String> texts = new LinkedHashMap<>();
    operators.forEach(
        (operator, state) -> {
          for (LoggedTable table : state.tables()) {
            texts.put(
                version(name(operator, table.name()), table.signature()), table.layout().toText());
          }
        });
    return texts;
  }

  /** Takes texts that {@link #of} gave. */
  void know(Map<String, String> texts) {
    texts.forEach((version, text) -> earlier.put(version, TableLayout.parse(text)));
  }

  /** Takes the tables that are open now. */
  void open(Map<String, OperatorState> operators) {
    operators.forEach(
        (operator, state) -> {
          for (LoggedTable table : state.tables()) {
            open.put(name(operator, table.name()), table.layout());
          }
        });
  }

  private static String name(String operator, String table) {
    return operator + "/" + table;
  }

  private static String version(String table, long signature) {
    return table + " " + Long.toHexString(signature);
  }

  /** What a section meant where it was written; empty if nobody knows. */
  Optional<TableLayout> earlier(SectionHeader section) {
    String table = name(section.operator(), section.table());
    return Optional.ofNullable(earlier.get(version(table, section.signature())));
  }

  /**
   * How to take what is in a section to its table; empty if it is not open, or as it was, or if it
   * cannot be done.
   */
  Optional<TableConversion> conversion(SectionHeader section) {
    TableLayout now = open.get(name(section.operator(), section.table()));
    if (now == null || now.signature() == section.signature()) {
      return Optional.empty();
    }
    return earlier(section).flatMap(before -> TableConversion.between(before, now));
  }

  /** What takes sections to what their tables are now; of one thread. */
  Evolution evolution() {
    return new Evolution(this);
  }
}
