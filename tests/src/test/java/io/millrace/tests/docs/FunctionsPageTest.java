package io.millrace.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.plan.analyze.FunctionNotes;
import io.millrace.plan.analyze.FunctionNotes.Note;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What SHOW FUNCTIONS tells: each example gives what is said, and the page says the same. */
class FunctionsPageTest {
  private static final int AT_ONCE = 25;

  @Test
  void everyExampleGivesWhatIsSaid() {
    List<Note> notes = FunctionNotes.read();
    SoftAssertions told = new SoftAssertions();
    try (Millrace session = Millrace.open()) {
      for (int from = 0; from < notes.size(); from += AT_ONCE) {
        List<Note> some = notes.subList(from, Math.min(notes.size(), from + AT_ONCE));
        String columns =
            some.stream()
                .map(note -> "CAST(" + note.example() + " AS VARCHAR)")
                .collect(Collectors.joining(", "));
        List<Object> values = row(session, "SELECT " + columns);
        for (int i = 0; i < some.size(); i++) {
          String value = Objects.toString(values.get(i), "NULL");
          told.assertThat(value)
              .as(some.get(i).example())
              .isEqualToIgnoringCase(some.get(i).value());
        }
      }
    }
    told.assertAll();
  }

  private static List<Object> row(Millrace session, String query) {
    try (StatementResult.Rows rows = (StatementResult.Rows) session.sql(query)) {
      return rows.next().orElseThrow().values(0);
    }
  }

  @Test
  void page() throws IOException {
    StringBuilder page =
        new StringBuilder("# Table of functions\n\n<!-- Made by FunctionsPageTest. -->\n");
    page.append(
        """

        What `SHOW FUNCTIONS` tells, with an example for each and what it gives. NULL in gives NULL
        out, and a value that cannot be is an error, unless said otherwise. What functions are for,
        and those of arrays, maps, JSON and groups: [functions](functions.md).
        """);
    Map<String, List<Note>> groups = new LinkedHashMap<>();
    for (Note note : FunctionNotes.read()) {
      groups.computeIfAbsent(note.group(), group -> new ArrayList<>()).add(note);
    }
    groups.forEach(
        (group, notes) -> {
          page.append("\n## ").append(group).append("\n\n");
          page.append("| call | result | | example | gives |\n|---|---|---|---|---|\n");
          for (Note note : notes) {
            page.append("| ").append(code(note.signature()));
            page.append(" | ").append(cell(note.result()));
            page.append(" | ").append(cell(note.meaning()));
            page.append(" | ").append(code(note.example()));
            page.append(" | ").append(code(note.value())).append(" |\n");
          }
        });
    Repository.assertPage("docs/reference/function-table.md", page.toString());
  }

  @Test
  void everyNameIsThere() {
    List<String> names = FunctionNotes.read().stream().map(Note::name).toList();
    assertThat(names).doesNotHaveDuplicates();
  }

  private static String code(String text) {
    return "`" + cell(text) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
