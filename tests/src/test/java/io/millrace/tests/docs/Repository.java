package io.millrace.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the repository that these tests run in. */
public final class Repository {
  private static final String REWRITE = "millrace.rewrite";

  private Repository() {}

  /** The root: the first directory upwards with the launcher in it. */
  public static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("bin").resolve("millrace"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException("not inside of the repository");
      }
    }
    return directory;
  }

  /** Every page of documentation, in the order of paths. */
  public static List<Path> pages() throws IOException {
    Path root = root();
    try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
      return Stream.concat(
              Stream.of(root.resolve("README.md"), root.resolve("CONTRIBUTING.md")),
              docs.filter(path -> path.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  /**
   * Checks that a page made from code is as the code says; writes it instead if the system property
   * {@code millrace.rewrite} is true.
   */
  public static void assertPage(String path, String expected) throws IOException {
    Path page = root().resolve(path);
    if (Boolean.getBoolean(REWRITE)) {
      Files.writeString(page, expected);
    }
    assertThat(Files.readString(page))
        .as("%s is out of date; run this test with -D%s=true", path, REWRITE)
        .isEqualTo(expected);
  }
}
