package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Suggestions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Turns what users write into paths. */
final class Paths {
  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+):.*");

  private Paths() {}

  /** A path on this machine, from a path or a {@code file:} address. */
  static Path local(String text) {
    String plain = withoutScheme(text);
    try {
      return Path.of(plain).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw error(ErrorCode.PATH_INVALID, text, e.getReason()).cause(e).build();
    }
  }

  private static String withoutScheme(String text) {
    if (text.isBlank()) {
      throw error(ErrorCode.PATH_INVALID, "''", "the path is empty").build();
    }
    var matcher = SCHEME.matcher(text);
    if (!matcher.matches()) {
      return text;
    }
    if (!matcher.group(1).equalsIgnoreCase("file")) {
      throw error(ErrorCode.NOT_SUPPORTED, "reading or writing " + matcher.group(1) + ": paths")
          .hint("use a path on this machine")
          .build();
    }
    String rest = text.substring(5);
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
