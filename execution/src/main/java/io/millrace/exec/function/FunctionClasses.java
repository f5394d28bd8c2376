package io.millrace.exec.function;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.sql.statement.Identifier;
import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A class that a function is made of: of the program, of the engine, or of a jar that is read as
 * long as the function is there.
 *
 * @param jar the loader to close
 */
public record FunctionClasses(Class<?> type, Optional<URLClassLoader> jar) implements Closeable {

  /**
   * Finds a class.
   *
   * @param function its name, for messages
   * @throws io.millrace.api.error.MillraceException FUNCTION_CLASS_NOT_FOUND, PATH_NOT_FOUND
   */
  public static FunctionClasses load(
      String function, Identifier className, Optional<Identifier> jar) {
    ClassLoader program = Thread.currentThread().getContextClassLoader();
    ClassLoader engine = FunctionClasses.class.getClassLoader();
    ClassLoader parent = program == null ? engine : program;
    if (jar.isEmpty()) {
      Class<?> found =
          find(className.text(), parent)
              .or(() -> find(className.text(), engine))
              .orElseThrow(
                  () ->
                      error(ErrorCode.FUNCTION_CLASS_NOT_FOUND, className.text(), function)
                          .at(className.position())
                          .hint("put its jar on the class path, or name it:  USING JAR 'path'")
                          .hint("a nested class is named with a $:  com.acme.Outer$Inner")
                          .build());
      return new FunctionClasses(found, Optional.empty());
    }
    URLClassLoader loader = new URLClassLoader(new URL[] {url(jar.get())}, parent);
    Optional<Class<?>> found = find(className.text(), loader);
    if (found.isEmpty()) {
      new FunctionClasses(Object.class, Optional.of(loader)).close();
      throw error(ErrorCode.FUNCTION_CLASS_NOT_FOUND, className.text(), function)
          .at(className.position())
          .detail("it is not in " + jar.get().text() + " either")
          .hint("a nested class is named with a $:  com.acme.Outer$Inner")
          .build();
    }
    return new FunctionClasses(found.get(), Optional.of(loader));
  }

  private static Optional<Class<?>> find(String name, ClassLoader loader) {
    try {
      return Optional.of(Class.forName(name, true, loader));
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      return Optional.empty();
    }
  }

  private static URL url(Identifier jar) {
    SourcePosition position = jar.position();
    try {
      Path path = Path.of(jar.text());
      if (!Files.isRegularFile(path)) {
        throw error(ErrorCode.PATH_NOT_FOUND, jar.text()).at(position).build();
      }
      return path.toUri().toURL();
    } catch (InvalidPathException | MalformedURLException e) {
      throw error(ErrorCode.PATH_INVALID, jar.text(), e.getMessage()).at(position).cause(e).build();
    }
  }

  /** Closes the jar; classes that are loaded go on to work. */
  @Override
  public void close() {
    if (jar.isPresent()) {
      try {
        jar.get().close();
      } catch (IOException e) {
        throw error(ErrorCode.PATH_INVALID, type.getName(), "its jar cannot be closed")
            .cause(e)
            .build();
      }
    }
  }
}
