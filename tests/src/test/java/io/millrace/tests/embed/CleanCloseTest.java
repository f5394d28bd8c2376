package io.millrace.tests.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A closed session leaves nothing behind, whatever it was doing. */
class CleanCloseTest {
  @TempDir private Path directory;

  @Test
  void noThreadFileOrSessionIsLeftOfFiftySessions() throws IOException, InterruptedException {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Path out = directory.resolve("out.txt");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                OpenAndClose.class.getName(),
                Files.createDirectory(directory.resolve("files")).toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(program.waitFor()).as(Files.readString(out)).isZero();
    assertThat(Files.readAllLines(out))
        .containsExactly(
            "threads: []", "open files: []", "temporary files: []", "sessions in memory: 0");
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(path -> !path.getFileName().toString().startsWith("hsperfdata")))
          .isEmpty();
    }
  }
}
