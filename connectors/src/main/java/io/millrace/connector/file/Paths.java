package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Suggestions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what users write into paths. */
final class Paths {
  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+):.*");

  private Paths() {}

  /**
   * A path, from the text of a path on this machine, a {@code file:} address, or an address in any
   * other file system that the JVM has a provider for.
   */
  static Path local(String text) {
    if (text.isBlank()) {
      throw error(ErrorCode.PATH_INVALID, "''", "the path is empty").build();
    }
    try {
      return path(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw error(ErrorCode.PATH_INVALID, text, e.getReason()).cause(e).build();
    }
  }

  private static Path path(String text) {
    Matcher matcher = SCHEME.matcher(text);
    if (!matcher.matches()) {
      return Path.of(text);
    }
    String scheme = matcher.group(1);
    if (scheme.equalsIgnoreCase("file")) {
      return Path.of(withoutScheme(text));
    }
    FileSystemProvider provider =
        FileSystemProvider.installedProviders().stream()
            .filter(candidate -> candidate.getScheme().equalsIgnoreCase(scheme))
            .findFirst()
            .orElseThrow(() -> unsupported(scheme));
    try {
      return provider.getPath(URI.create(text));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw error(ErrorCode.PATH_INVALID, text, String.valueOf(e.getMessage())).cause(e).build();
    }
  }

  private static MillraceException unsupported(String scheme) {
    return error(ErrorCode.NOT_SUPPORTED, "reading or writing " + scheme + ": paths")
        .hint("use a path on this machine")
        .build();
  }

  private static String withoutScheme(String text) {
    String rest = text.substring("file:".length());
    try {
      return rest.startsWith("//") ? URI.create(text).getPath() : rest;
    } catch (IllegalArgumentException e) {
      return rest.substring(2); // no well-formed address, such as one with blanks
    }
  }

  /** Whether the text of a path has characters that make it a pattern. */
  static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
  }

  /** Names that begin so are not yet, or no longer, meant to be read. */
  static boolean isHidden(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(".") || name.startsWith("_");
  }

  /** The error for a path that is not there, with the nearest name beside it. */
  static MillraceException notFound(Path path) {
    MillraceException.Builder error = error(ErrorCode.PATH_NOT_FOUND, path);
    Path parent = path.getParent();
    while (parent != null && !Files.isDirectory(parent)) {
      parent = parent.getParent();
    }
    if (parent != null && !parent.equals(path.getParent())) {
      error.detail("the last directory on the way that exists is " + parent);
    } else if (parent != null && path.getFileName() != null) {
      Suggestions.nearest(path.getFileName().toString(), names(parent))
          .ifPresent(name -> error.hint("did you mean \"" + path.resolveSibling(name) + "\"?"));
    }
    return error.hint("make the directory first, or correct the option path").build();
  }

  private static List<String> names(Path directory) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return List.of(); // it only serves a suggestion
    }
    return names;
  }
}
