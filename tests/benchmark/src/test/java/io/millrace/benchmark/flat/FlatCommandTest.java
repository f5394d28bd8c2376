package io.millrace.benchmark.flat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.command.Arguments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlatCommandTest {
  @TempDir private Path directory;

  @Test
  void everyViewHasAFigureForEachSizeAndACurve() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FlatCommand command = new FlatCommand(new PrintStream(out, true, UTF_8));
    Path svg = directory.resolve("flat.svg");
    List<String> words = List.of("state=20,40", "delta=10", "repeat=1", "svg=" + svg);
    assertThat(command.run(Arguments.parse(words, command.options()))).isTrue();
    assertThat(out.toString(UTF_8).lines().skip(2))
        .hasSize(6)
        .allMatch(line -> line.matches("[a-z-]+ +\\d+\\.\\d\\d +\\d+\\.\\d\\d"));
    var picture = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
    assertThat(picture.getElementsByTagName("polyline").getLength()).isEqualTo(5);
  }

  @Test
  void largerFiguresLieHigher() throws IOException {
    FlatPicture picture =
        new FlatPicture(List.of(10L, 1000L), 5, Map.of("join", new double[] {4, 8}));
    Path svg = Files.writeString(directory.resolve("two.svg"), picture.svg());
    assertThat(Files.readString(svg)).contains("points=\"90.0,150.0 490.0,30.0\"");
  }
}
