package io.millrace.tests.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tests.docs.Repository;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program in examples/embed, built and run as its author would, knowing one artifact. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the repository is made of links")
class EmbedExampleTest {
  /** What else a program may do without flags: give its result away in Arrow's format. */
  private static final String EXPORT =
      """
      package example;

      import io.millrace.api.Millrace;
      import java.io.FileOutputStream;
      import java.io.OutputStream;

      public class Export {
        public static void main(String[] args) throws Exception {
          try (Millrace millrace = Millrace.open();
              OutputStream out = new FileOutputStream(args[0])) {
            millrace.query("SELECT * FROM (VALUES (1, 'to'), (2, NULL)) AS t (n, word)").toArrow(out);
          }
        }
      }
      """;

  @TempDir private static Path scratch;

  private static @Nullable StrangersBuild stranger;
  private static List<Path> classPath = List.of();

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    Path project = scratch.resolve("embed");
    copy(Repository.root().resolve("examples/embed"), project);
    Files.writeString(project.resolve("src/main/java/example/Export.java"), EXPORT);
    stranger = StrangersBuild.in(scratch);
    classPath = stranger.compile(project);
  }

  @AfterAll
  static void removeLinks() throws IOException {
    if (stranger != null) {
      stranger.close();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        if (!from.relativize(file).startsWith("target")) {
          Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
      }
    }
  }

  /** The JDKs that are installed beside the one of this test, one of each version. */
  static Stream<Path> javas() throws IOException {
    Map<Integer, Path> found = new TreeMap<>();
    Path home = Path.of(System.getProperty("java.home"));
    found.put(Runtime.version().feature(), home);
    try (Stream<Path> neighbours = Files.list(home.getParent())) {
      for (Path other : neighbours.sorted().toList()) {
        if (Files.isExecutable(other.resolve("bin/java")) && version(other) >= 17) {
          found.putIfAbsent(version(other), other);
        }
      }
    }
    return found.values().stream();
  }

  private static int version(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return 0;
    }
    return Files.readAllLines(release).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.replaceAll("[^0-9.]", ""))
        .filter(version -> !version.startsWith("1."))
        .mapToInt(version -> Integer.parseInt(version.replaceAll("\\..*", "")))
        .findFirst()
        .orElse(0);
  }

  @ParameterizedTest
  @MethodSource("javas")
  void runsOnABareJavaWithoutFlagsAndSaysNothingOfItsOwn(Path home)
      throws IOException, InterruptedException {
    List<String> lines = run(home, "example.Views");
    assertThat(lines).contains("|/cart|    1|", "|/home|    2|");
    assertThat(lines).last().asString().startsWith("{\"id\":").contains("\"numInputRows\":3");
  }

  @ParameterizedTest
  @MethodSource("javas")
  void givesArrowAwayOnABareJavaWithoutFlags(Path home) throws IOException, InterruptedException {
    Path file = scratch.resolve("result.arrows");
    assertThat(run(home, "example.Export", file.toString())).isEmpty();

    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).startsWith(-1, -1, -1, -1).endsWith(-1, -1, -1, -1, 0, 0, 0, 0);
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("word", "to");
  }

  private static List<String> run(Path home, String... command)
      throws IOException, InterruptedException {
    Path out = scratch.resolve("out.txt");
    Path err = scratch.resolve("err.txt");
    String path =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    List<String> words = new ArrayList<>(List.of(home.resolve("bin/java").toString(), "-cp", path));
    words.addAll(List.of(command));
    Process program =
        new ProcessBuilder(words)
            .directory(scratch.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int code = program.waitFor();
    assertThat(Files.readString(err, StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isZero();
    return Files.readAllLines(out, StandardCharsets.UTF_8);
  }

  @Test
  void bringsTheLibrariesInTheVersionsThatAreTested() {
    Set<String> tested =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).getFileName().toString())
            .collect(Collectors.toSet());
    List<String> brought =
        classPath.stream()
            .map(entry -> entry.getFileName().toString())
            .filter(name -> name.endsWith(".jar") && !name.startsWith("millrace"))
            .toList();
    assertThat(brought).isNotEmpty().allSatisfy(name -> assertThat(tested).contains(name));
  }

  @Test
  void bringsNothingOfTheShellAndOfTests() {
    assertThat(classPath)
        .extracting(entry -> entry.getFileName().toString())
        .noneMatch(name -> name.matches("(jline|logback|junit|millrace-shell|millrace-fault).*"));
  }
}
