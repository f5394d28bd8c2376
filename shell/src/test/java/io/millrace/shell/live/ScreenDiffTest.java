package io.millrace.shell.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Only what differs is painted, and what is painted makes the screen right. */
class ScreenDiffTest {
  private static Line line(String... pieces) {
    Line.Builder line = new Line.Builder();
    for (String piece : pieces) {
      line.add(piece);
    }
    return line.build();
  }

  @Test
  void nothingIsWrittenIfNothingChanged() {
    ScreenDiff diff = new ScreenDiff(true);
    List<Line> lines = List.of(line("│", " /home ", "│", " 1,204 ", "│"), line("status"));
    assertThat(diff.show(lines)).isNotEmpty();
    assertThat(diff.show(List.copyOf(lines))).isEmpty();
  }

  @Test
  void aCellThatChangedIsWrittenAlone() {
    ScreenDiff diff = new ScreenDiff(false);
    diff.show(List.of(line("│", " /home ", "│", " 1,204 ", "│"), line("status")));
    assertThat(diff.show(List.of(line("│", " /home ", "│", " 1,205 ", "│"), line("status"))))
        .isEqualTo("\033[1;10H 1,205 ");
  }

  @Test
  void whatIsLeftOfALongerLineIsErased() {
    ScreenDiff diff = new ScreenDiff(false);
    diff.show(List.of(line("│", " +37"), line("more")));
    assertThat(diff.show(List.of(line("│")))).isEqualTo("\033[1;2H\033[K\033[2;1H\033[K");
  }

  @Test
  void afterTextOfUncertainWidthTheCursorIsPutInItsPlace() {
    ScreenDiff diff = new ScreenDiff(false);
    assertThat(diff.show(List.of(line("│", " 日本 ", "│"))))
        .isEqualTo("\033[1;1H│\033[6X 日本 \033[1;8H│");
  }

  @Test
  void stylesAreColoursOnlyWhereTheyAreAllowed() {
    List<Line> lines = List.of(Line.of("gone", Style.BAD));
    assertThat(new ScreenDiff(true).show(lines)).isEqualTo("\033[1;1H\033[31mgone\033[0m");
    assertThat(new ScreenDiff(false).show(lines)).isEqualTo("\033[1;1Hgone");
  }

  /** A terminal that knows the sequences that are used, and nothing else. */
  private static final class Grid {
    private final List<StringBuilder> rows = new ArrayList<>();

    Grid() {
      for (int i = 0; i < 6; i++) {
        rows.add(new StringBuilder(" ".repeat(40)));
      }
    }

    void write(String text) {
      int row = 0;
      int column = 0;
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) != '\033') {
          rows.get(row).setCharAt(column++, text.charAt(i));
          continue;
        }
        int end = i + 2;
        while (!Character.isLetter(text.charAt(end))) {
          end++;
        }
        String[] numbers = text.substring(i + 2, end).split(";");
        switch (text.charAt(end)) {
          case 'H' -> {
            row = Integer.parseInt(numbers[0]) - 1;
            column = Integer.parseInt(numbers[1]) - 1;
          }
          case 'K' -> rows.get(row).replace(column, 40, " ".repeat(40 - column));
          default -> throw new AssertionError("unknown sequence");
        }
        i = end;
      }
    }

    List<String> text() {
      return rows.stream().map(row -> row.toString().stripTrailing()).toList();
    }
  }

  @Provide
  Arbitrary<List<List<List<String>>>> pictures() {
    Arbitrary<String> pieces = Arbitraries.of("a", "bb", "cc", "│", " 12 ", " 13 ", "   ");
    return pieces.list().ofMaxSize(6).list().ofMaxSize(6).list().ofMinSize(2).ofMaxSize(6);
  }

  @Property
  void aScreenShowsThePictureWhateverStoodThereBefore(
      @ForAll("pictures") List<List<List<String>>> pictures) {
    ScreenDiff diff = new ScreenDiff(false);
    Grid grid = new Grid();
    for (List<List<String>> picture : pictures) {
      List<Line> lines = picture.stream().map(l -> line(l.toArray(new String[0]))).toList();
      grid.write(diff.show(lines));
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        expected.add(i < lines.size() ? lines.get(i).text().stripTrailing() : "");
      }
      assertThat(grid.text()).isEqualTo(expected);
    }
  }
}
