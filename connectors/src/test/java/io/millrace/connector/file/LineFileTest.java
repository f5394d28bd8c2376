package io.millrace.connector.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.Options;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import io.millrace.connector.format.OnError;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.text.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** However a file is cut, its lines come once each, in order. */
class LineFileTest {
  private static final Schema SCHEMA = Contexts.schema("line", DataType.STRING);
  private static final int LIMIT = 64;

  private Path path = Path.of("");

  @BeforeProperty
  void create() throws IOException {
    path = Files.createTempFile("lines", ".txt");
  }

  @AfterProperty
  void delete() throws IOException {
    Files.delete(path);
  }

  @Property(tries = 2000)
  void linesComeOnceAndInOrder(
      @ForAll("texts") String text,
      @ForAll @IntRange(min = 1, max = 100) int range,
      @ForAll @IntRange(min = 1, max = 70) int block,
      @ForAll @IntRange(min = 1, max = 10) int beyond)
      throws IOException {
    Files.writeString(path, text);
    Rows rows = new Rows();
    try (LineFile file = open(new LineRange.Sizes(range, block, beyond))) {
      for (Optional<Chunk> next = file.next(); next.isPresent(); next = file.next()) {
        next.get().decode(rows);
        next.get().release();
      }
    }
    List<String> expected = lines(text);
    long tooLong = expected.stream().filter(line -> line.length() > LIMIT).count();
    assertThat(rows.rows())
        .isEqualTo(expected.stream().filter(l -> l.length() <= LIMIT).map(List::of).toList());
    assertThat(rows.malformed()).isEqualTo(tooLong);
  }

  @Property(tries = 500)
  void rangesDoNotDependOnEachOther(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 100) int range)
      throws IOException {
    Files.writeString(path, text);
    List<Rows> rows = new ArrayList<>();
    try (LineFile file = open(new LineRange.Sizes(range, 16, 4))) {
      List<Chunk> chunks = new ArrayList<>();
      for (Optional<Chunk> next = file.next(); next.isPresent(); next = file.next()) {
        chunks.add(next.get());
      }
      for (Chunk chunk : chunks) {
        rows.add(new Rows());
      }
      for (int i = chunks.size() - 1; i >= 0; i--) {
        chunks.get(i).decode(rows.get(i));
      }
    }
    List<List<Object>> inOrder = rows.stream().flatMap(part -> part.rows().stream()).toList();
    assertThat(inOrder)
        .isEqualTo(lines(text).stream().filter(l -> l.length() <= LIMIT).map(List::of).toList());
  }

  private LineFile open(LineRange.Sizes sizes) throws IOException {
    RecordPlan plan =
        new RecordPlan(
            SCHEMA,
            Collections.nCopies(1, Optional.empty()),
            SCHEMA,
            OnError.SKIP,
            offset -> "byte " + offset);
    FileSourceOptions options =
        FileSourceOptions.of(
            Options.parse(
                "connector file",
                FileSourceOptions.specs("text"),
                Contexts.options(
                    "path", "x", "maxRecordSize", String.valueOf(LIMIT), "on.error", "skip")));
    return new LineFile(
        new TakenFile(path, path, Files.size(path), 0),
        plan,
        new TextFormat(),
        options,
        new ChunkBuffers(sizes.buffer(LIMIT)),
        sizes);
  }

  private static List<String> lines(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lines = Arrays.asList(text.split("\n", -1));
    return text.endsWith("\n") ? lines.subList(0, lines.size() - 1) : lines;
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> line = Arbitraries.strings().withChars('a', 'b', 'c').ofMaxLength(90);
    return line.list().ofMaxSize(20).map(lines -> String.join("\n", lines));
  }
}
