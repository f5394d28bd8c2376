package io.millrace.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The classes that the architecture page names exist. */
class ArchitecturePageTest {
  private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z]\\w+)+)`");

  @Test
  void everyNamedClassExists() throws IOException {
    Set<String> classes = classes();
    Set<String> missing = new TreeSet<>();
    String page = Files.readString(Repository.root().resolve("docs/architecture.md"));
    int found = 0;
    Matcher names = CLASS_NAME.matcher(page);
    while (names.find()) {
      found++;
      if (!classes.contains(names.group(1))) {
        missing.add(names.group(1));
      }
    }
    assertThat(found).isGreaterThan(20);
    assertThat(missing).isEmpty();
  }

  private static Set<String> classes() throws IOException {
    Path root = Repository.root();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(path -> root.relativize(path).toString().replace('\\', '/'))
          .filter(path -> path.contains("src/main/java/") && path.endsWith(".java"))
          .map(path -> path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
