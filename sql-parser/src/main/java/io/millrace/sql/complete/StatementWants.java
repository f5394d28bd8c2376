package io.millrace.sql.complete;

import io.millrace.sql.complete.Want.Declaration;
import io.millrace.sql.parse.Expectation;
import io.millrace.sql.parse.StatementBeginning;
import io.millrace.sql.parse.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What fits outside queries: by what the grammar expects, and the words around. */
final class StatementWants {
  private static final List<String> QUERY_BEGINNINGS = List.of("SELECT", "WITH", "VALUES");

  private final List<Word> before;
  private final List<Word> all;

  /** The words of a statement before and behind the place. */
  StatementWants(List<Word> before, List<Word> after) {
    this.before = before;
    this.all = Stream.concat(before.stream(), after.stream()).toList();
  }

  /** What the grammar's expectations mean. */
  Set<Want> of(List<Expectation> expected) {
    Set<Want> wants = new LinkedHashSet<>();
    for (Expectation expectation : expected) {
      switch (expectation.kind()) {
        case KEYWORD -> wants.add(new Want.Keyword(expectation.keyword()));
        case QUERY -> QUERY_BEGINNINGS.forEach(word -> wants.add(new Want.Keyword(word)));
        case TIME_UNIT ->
            StatementBeginning.timeUnits().forEach(unit -> wants.add(new Want.Keyword(unit)));
        case NAME, ANYTHING -> name(expectation, wants);
        case TEXT -> {}
      }
    }
    return wants;
  }

  private void name(Expectation expected, Set<Want> wants) {
    if (expected.in("optionValue")) {
      optionValue().ifPresent(wants::add);
    } else if (expected.in("optionName")) {
      optionName(expected, wants);
    } else if (expected.in("settingValue")) {
      wants.add(new Want.SettingValue(settingName()));
    } else if (expected.in("queryName")) {
      boolean running = starts("STOP") || starts("TAIL") || starts("AWAIT");
      boolean ended = starts("START") || starts("DROP");
      wants.add(new Want.Query(!ended, !running));
    } else if (expected.in("tableName")) {
      if (!starts("CREATE")) {
        wants.add(new Want.Table(expected.in("insert"), List.of()));
      }
    } else if (expected.in("nameList") && expected.in("insert")) {
      wants.add(new Want.Column(insertTarget(), List.of()));
    } else if (expected.in("scalarType") || expected.in("dataType")) {
      wants.add(new Want.Type());
    } else if (expected.in("expression")) {
      wants.add(new Want.Column(List.of(), declaredColumns()));
      wants.add(new Want.Function());
    } else if (expected.in("nameList") || previous("FOR")) {
      wants.add(new Want.Column(List.of(), declaredColumns()));
    }
  }

  private void optionName(Expectation expected, Set<Want> wants) {
    if (expected.in("option")) {
      if (expected.in("queryClause")) {
        wants.add(new Want.QueryOption(given()));
      } else {
        wants.add(new Want.Option(declaration()));
      }
    } else if (expected.in("relationClause")) {
      wants.add(
          previous("FORMAT") ? new Want.Format(declaration()) : new Want.Connector(declaration()));
    } else {
      wants.add(new Want.Setting());
    }
  }

  /** What fits in a text that has just begun. */
  List<Want> inText() {
    if (previous("CHECKPOINT")) {
      return List.of(new Want.FilePath());
    }
    if (starts("SET")) {
      return List.of(new Want.SettingValue(settingName()));
    }
    if (starts("CREATE") && !before.isEmpty()) {
      int last = before.size() - 1;
      if (before.get(last).is("(") || before.get(last).is(",")) {
        return List.of(new Want.Option(declaration()));
      }
      return optionValue().map(List::of).orElse(List.of());
    }
    return List.of();
  }

  private boolean starts(String word) {
    return !before.isEmpty() && before.get(0).is(word);
  }

  private boolean previous(String word) {
    return !before.isEmpty() && before.get(before.size() - 1).is(word);
  }

  private Optional<Want> optionValue() {
    int end = before.size();
    if (end > 0 && before.get(end - 1).is("=")) {
      end--;
    }
    String name = nameEndingAt(end);
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new Want.OptionValue(declaration(), name));
  }

  /** The name with points and hyphens whose last word stands before there. */
  private String nameEndingAt(int end) {
    StringBuilder name = new StringBuilder();
    int at = end - 1;
    while (at >= 0 && (isPart(before.get(at)) || before.get(at).kind() == Word.Kind.TEXT)) {
      if (name.length() > 0 && before.get(at).end() != before.get(at + 1).start()) {
        break;
      }
      name.insert(0, before.get(at).unquoted());
      at--;
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean isPart(Word word) {
    return word.isName() || word.is(".") || word.is("-");
  }

  /** SET name = … */
  private String settingName() {
    int end = 1;
    while (end < before.size() && isPart(before.get(end))) {
      end++;
    }
    return nameEndingAt(end);
  }

  private List<String> insertTarget() {
    for (int i = 0; i + 1 < before.size(); i++) {
      if (before.get(i).is("INTO")) {
        int name = before.get(i + 1).is("TABLE") ? i + 2 : i + 1;
        return name < before.size() ? List.of(before.get(name).unquoted()) : List.of();
      }
    }
    return List.of();
  }

  private Declaration declaration() {
    String kind = "TABLE";
    for (int i = 1; i < Math.min(5, all.size()); i++) {
      if (all.get(i).is("SOURCE") || all.get(i).is("SINK") || all.get(i).is("TABLE")) {
        kind = all.get(i).upper();
        break;
      }
    }
    String connector = valueOf("USING", "connector");
    return new Declaration(kind, connector, valueOf("FORMAT", "format"), given());
  }

  /** What stands behind a word, or behind an option of that name. */
  private String valueOf(String word, String option) {
    for (int i = 0; i + 1 < all.size(); i++) {
      if (i != before.size() - 1 && all.get(i).is(word) && isValue(all.get(i + 1))) {
        return all.get(i + 1).unquoted().toLowerCase(Locale.ROOT);
      }
      boolean named = all.get(i).unquoted().equalsIgnoreCase(option) && all.get(i + 1).is("=");
      if (named && i + 2 < all.size() && isValue(all.get(i + 2))) {
        return all.get(i + 2).unquoted().toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  private static boolean isValue(Word word) {
    return word.isName() || word.kind() == Word.Kind.TEXT;
  }

  /** The names before each sign =, in lower case. */
  private Set<String> given() {
    Set<String> given = new HashSet<>();
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).is("=")) {
        StringBuilder name = new StringBuilder();
        int at = i - 1;
        while (at >= 0 && (isPart(all.get(at)) || all.get(at).kind() == Word.Kind.TEXT)) {
          name.insert(0, all.get(at).unquoted());
          at--;
        }
        given.add(name.toString().toLowerCase(Locale.ROOT));
      }
    }
    return given;
  }

  /** The columns between the parentheses of CREATE: the first name of each element. */
  private List<String> declaredColumns() {
    List<String> columns = new ArrayList<>();
    int depth = 0;
    for (int i = 0; i + 1 < all.size(); i++) {
      boolean begins = all.get(i).is("(") ? depth == 0 : all.get(i).is(",") && depth == 1;
      depth += all.get(i).is("(") ? 1 : 0;
      depth -= all.get(i).is(")") ? 1 : 0;
      Word next = all.get(i + 1);
      boolean word = next.is("WATERMARK") || next.is("PRIMARY");
      if (begins && next.isName() && !word) {
        columns.add(next.unquoted());
      }
      if (depth == 0 && all.get(i).is(")")) {
        break;
      }
    }
    return columns;
  }
}
