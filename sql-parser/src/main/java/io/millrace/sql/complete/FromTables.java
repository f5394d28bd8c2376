package io.millrace.sql.complete;

import io.millrace.sql.parse.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a query reads: the tables of its FROM, by the names they go by. Works on words, because what
 * is being written is seldom a query yet.
 */
final class FromTables {
  private static final Set<String> ENDS =
      Set.of(
          "WHERE",
          "GROUP",
          "HAVING",
          "ORDER",
          "LIMIT",
          "OFFSET",
          "FETCH",
          "WINDOW",
          "QUALIFY",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "OUTPUT",
          "EMIT",
          "TRIGGER");
  private static final Set<String> WINDOW_FUNCTIONS =
      Set.of("TUMBLE", "HOP", "SESSION", "CUMULATE");
  private static final List<String> WINDOW_COLUMNS =
      List.of("window_start", "window_end", "window_time");

  private final List<Word> words;
  private final Map<String, Item> items = new LinkedHashMap<>();
  private final Map<String, Item> named;

  /**
   * Something that is read.
   *
   * @param tables of the catalog whose columns it has
   * @param columns that it has beside them
   */
  record Item(List<String> tables, List<String> columns) {}

  private FromTables(List<Word> words, Map<String, Item> named) {
    this.words = words;
    this.named = named;
  }

  /**
   * The tables of a query.
   *
   * @param words of the query alone, what is between its parentheses included
   * @param named what WITH gives names to, by them
   */
  static Map<String, Item> of(List<Word> words, Map<String, Item> named) {
    FromTables from = new FromTables(words, named);
    from.read();
    return from.items;
  }

  private void read() {
    int depth = 0;
    boolean inFrom = false;
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      if (word.is("(")) {
        depth++;
      } else if (word.is(")")) {
        depth--;
      } else if (depth == 0 && word.kind() != Word.Kind.TEXT) {
        boolean begins = word.is("FROM") || word.is("JOIN") || (inFrom && word.is(","));
        inFrom = (inFrom || word.is("FROM")) && !ENDS.contains(word.upper());
        if (begins) {
          i = item(i + 1) - 1;
        }
      }
    }
  }

  /** Takes what is read there; gives where it ends. */
  private int item(int start) {
    if (start >= words.size()) {
      return start;
    }
    Word word = words.get(start);
    if (word.is("(")) {
      int end = behindParentheses(words, start);
      List<Word> inner = words.subList(start + 1, Math.max(start + 1, end - 1));
      return alias(end, "", result(inner, named));
    }
    if (word.is("TABLE") || word.is("LATERAL") || word.is("UNNEST")) {
      int open = start + 1;
      int end =
          open < words.size() && words.get(open).is("(") ? behindParentheses(words, open) : open;
      return alias(end, "", function(words.subList(open, end)));
    }
    if (!word.isName()) {
      return start;
    }
    int end = start + 1;
    while (end + 1 < words.size() && words.get(end).is(".")) {
      end += 2;
    }
    String name = words.get(end - 1).unquoted();
    if (end < words.size() && words.get(end).is("(")) {
      int behind = behindParentheses(words, end);
      return alias(behind, "", function(words.subList(start, behind)));
    }
    Item found = named.get(name.toLowerCase(Locale.ROOT));
    return alias(end, name, found == null ? new Item(List.of(name), List.of()) : found);
  }

  /** The table a window function is applied to, with what the window adds. */
  private static Item function(List<Word> call) {
    List<String> tables = new ArrayList<>();
    boolean window = false;
    for (int i = 0; i < call.size(); i++) {
      window |= WINDOW_FUNCTIONS.contains(call.get(i).upper());
      if (call.get(i).is("TABLE") && i + 1 < call.size() && call.get(i + 1).isName()) {
        tables.add(call.get(i + 1).unquoted());
      }
    }
    return new Item(tables, window ? WINDOW_COLUMNS : List.of());
  }

  private int alias(int at, String name, Item item) {
    int next = at < words.size() && words.get(at).is("AS") ? at + 1 : at;
    boolean hasAlias =
        next < words.size() && words.get(next).isName() && !ENDS.contains(words.get(next).upper());
    String alias = hasAlias ? words.get(next).unquoted() : name;
    items.put(alias.isEmpty() ? "#" + items.size() : alias, item);
    return hasAlias ? next + 1 : at;
  }

  /** What the rows of a query hold. */
  static Item result(List<Word> query, Map<String, Item> named) {
    List<String> tables = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    if (query.isEmpty() || !query.get(0).is("SELECT")) {
      return new Item(tables, columns);
    }
    int depth = 0;
    Optional<Word> last = Optional.empty();
    for (int i = 1; i <= query.size(); i++) {
      boolean end = i == query.size() || (depth == 0 && query.get(i).is("FROM"));
      if (end || (depth == 0 && query.get(i).is(","))) {
        last.filter(Word::isName).ifPresent(word -> columns.add(word.unquoted()));
        if (last.filter(word -> word.is("*")).isPresent()) {
          of(query, named)
              .values()
              .forEach(
                  item -> {
                    tables.addAll(item.tables());
                    columns.addAll(item.columns());
                  });
        }
        if (end) {
          break;
        }
      }
      depth += query.get(i).is("(") ? 1 : 0;
      depth -= query.get(i).is(")") ? 1 : 0;
      last = Optional.of(query.get(i));
    }
    return new Item(List.copyOf(tables), List.copyOf(columns));
  }

  /** What WITH names, as far as it is written, by the names in lower case. */
  static Map<String, Item> named(List<Word> query) {
    Map<String, Item> named = new LinkedHashMap<>();
    int at = 1;
    while (!query.isEmpty() && query.get(0).is("WITH") && at + 2 < query.size()) {
      Word name = query.get(at);
      if (!name.isName() || !query.get(at + 1).is("AS") || !query.get(at + 2).is("(")) {
        break;
      }
      int end = behindParentheses(query, at + 2);
      List<Word> inner = query.subList(at + 3, Math.max(at + 3, end - 1));
      named.put(name.unquoted().toLowerCase(Locale.ROOT), result(inner, Map.copyOf(named)));
      if (end >= query.size() || !query.get(end).is(",")) {
        break;
      }
      at = end + 1;
    }
    return named;
  }

  /** Behind the parenthesis that closes the one there; the end if it is open. */
  static int behindParentheses(List<Word> words, int open) {
    int depth = 0;
    for (int i = open; i < words.size(); i++) {
      depth += words.get(i).is("(") ? 1 : 0;
      depth -= words.get(i).is(")") ? 1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return words.size();
  }
}
