package io.millrace.tests.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a program has besides objects: threads, open files and files in the directory for temporary
 * ones. Taken before and after something, it shows what was left.
 *
 * @param threads by name
 * @param openFiles what this process has open, where the system tells
 * @param temporaryFiles in {@code java.io.tmpdir}
 */
record Leftovers(List<String> threads, List<String> openFiles, Set<String> temporaryFiles) {
  private static final Path OPEN = Path.of("/proc/self/fd");

  static Leftovers now() {
    return new Leftovers(ourThreads(), openFilesNow(), temporaryFilesNow());
  }

  /** All threads but those that the JVM starts when it likes. */
  private static List<String> ourThreads() {
    List<String> names = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ThreadGroup group = thread.getThreadGroup();
      boolean system = group == null || group.getName().equals("system");
      boolean javas = system || thread.getName().equals("process reaper");
      if (!javas) {
        names.add(thread.getName());
      }
    }
    names.sort(null);
    return names;
  }

  private static List<String> openFilesNow() {
    List<String> open = new ArrayList<>();
    if (Files.isDirectory(OPEN)) {
      try (Stream<Path> descriptors = Files.list(OPEN)) {
        for (Path descriptor : descriptors.toList()) {
          target(descriptor, open);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    open.sort(null);
    return open;
  }

  private static void target(Path descriptor, List<String> open) throws IOException {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      // the listing itself is open while it is made; class files come and go
      if (!target.startsWith("/proc/") && !target.endsWith(".jar")) {
        open.add(target.replaceAll("\\[\\d+\\]", "[n]"));
      }
    } catch (NoSuchFileException e) {
      // closed since it was listed
    }
  }

  private static Set<String> temporaryFilesNow() {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> files = Files.list(directory)) {
      return new TreeSet<>(files.map(Path::toString).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
