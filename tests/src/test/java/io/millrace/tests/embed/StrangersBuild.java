package io.millrace.tests.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tests.docs.Repository;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The build of somebody who has Millrace from a repository and nothing else of it: Maven, offline,
 * on a local repository with our artifacts as they would be published, and with the libraries of
 * the repository that this build uses.
 */
final class StrangersBuild implements AutoCloseable {
  private static final String VERSION = "0.1.0-SNAPSHOT";

  /** What is published, by the directory it is made in. */
  private static final Map<String, String> ARTIFACTS =
      Map.of(
          "", "millrace-parent",
          "api", "millrace-api",
          "sql-parser", "millrace-sql-parser",
          "planner", "millrace-planner",
          "state-store", "millrace-state-store",
          "execution", "millrace-execution",
          "connectors", "millrace-connectors",
          "embedded", "millrace");

  private final Path scratch;
  private final Path repository;

  private StrangersBuild(Path scratch, Path repository) {
    this.scratch = scratch;
    this.repository = repository;
  }

  /** Publishes what was compiled into a repository below a directory. */
  static StrangersBuild in(Path scratch) throws IOException {
    Path repository = Files.createDirectory(scratch.resolve("repository"));
    Path libraries = localRepository();
    linkAll(libraries, repository, "io");
    Path io = Files.createDirectory(repository.resolve("io"));
    if (Files.isDirectory(libraries.resolve("io"))) {
      linkAll(libraries.resolve("io"), io, "millrace");
    }
    for (Map.Entry<String, String> artifact : ARTIFACTS.entrySet()) {
      publish(
          Repository.root().resolve(artifact.getKey()),
          io.resolve("millrace").resolve(artifact.getValue()).resolve(VERSION),
          artifact.getValue() + "-" + VERSION);
    }
    return new StrangersBuild(scratch, repository);
  }

  /** Takes the links away, so that nobody who deletes the repository comes to what they lead to. */
  @Override
  public void close() throws IOException {
    for (Path directory : List.of(repository, repository.resolve("io"))) {
      try (Stream<Path> entries = Files.list(directory)) {
        for (Path entry : entries.filter(Files::isSymbolicLink).toList()) {
          Files.delete(entry);
        }
      }
    }
  }

  private static Path localRepository() {
    String told = System.getProperty("millrace.maven.repository", "");
    return told.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".m2", "repository")
        : Path.of(told);
  }

  private static void linkAll(Path from, Path to, String butNot) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (!entry.getFileName().toString().equals(butNot)) {
          Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        }
      }
    }
  }

  private static void publish(Path module, Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    Files.copy(module.resolve("pom.xml"), directory.resolve(name + ".pom"));
    Path classes = module.resolve("target").resolve("classes");
    if (Files.isDirectory(classes)) {
      jar(classes, directory.resolve(name + ".jar"));
    }
  }

  private static void jar(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }

  /**
   * Compiles a program.
   *
   * @param project a copy of the program's directory
   * @return its classes and all that they need
   */
  List<Path> compile(Path project) throws IOException, InterruptedException {
    Path classPath = scratch.resolve("class-path.txt");
    Path log = scratch.resolve("build.log");
    Process maven =
        new ProcessBuilder(
                maven().toString(),
                "-o",
                "-q",
                "-B",
                "-Dmaven.repo.local=" + repository,
                "compile",
                "dependency:build-classpath",
                "-Dmdep.outputFile=" + classPath)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(maven.waitFor()).as(() -> read(log)).isZero();
    return Stream.concat(
            Stream.of(project.resolve("target").resolve("classes")),
            Stream.of(read(classPath).strip().split(java.io.File.pathSeparator)).map(Path::of))
        .toList();
  }

  private static Path maven() {
    String home = System.getProperty("millrace.maven.home", "");
    return home.isEmpty() ? Path.of("mvn") : Path.of(home, "bin", "mvn");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
