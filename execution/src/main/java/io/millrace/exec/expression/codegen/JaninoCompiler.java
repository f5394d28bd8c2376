package io.millrace.exec.expression.codegen;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.commons.compiler.InternalCompilerException;
import org.codehaus.commons.compiler.util.reflect.ByteArrayClassLoader;
import org.codehaus.janino.ClassLoaderIClassLoader;
import org.codehaus.janino.IClassLoader;
import org.codehaus.janino.Parser;
import org.codehaus.janino.Scanner;
import org.codehaus.janino.UnitCompiler;

/** The one class that knows Janino. */
final class JaninoCompiler {
  private static final ClassLoader PARENT = JaninoCompiler.class.getClassLoader();

  /** After so many classes it begins to learn anew, lest it keeps what nobody asks for any more. */
  private static final int CLASSES_BEFORE_FORGETTING = 1000;

  /**
   * What is known of the classes that generated code calls: looking at them takes as long as a
   * small class takes to be compiled.
   */
  private IClassLoader known = new ClassLoaderIClassLoader(PARENT);

  private int compiled;

  /** Compiles the source and loads the class of that name. */
  synchronized Class<?> compile(String className, String source) {
    if (++compiled % CLASSES_BEFORE_FORGETTING == 0) {
      known = new ClassLoaderIClassLoader(PARENT);
    }
    try {
      Scanner scanner = new Scanner(null, new StringReader(source));
      UnitCompiler unit =
          new UnitCompiler(new Parser(scanner).parseAbstractCompilationUnit(), known);
      Map<String, byte[]> classes = new HashMap<>();
      unit.compileUnit(
          false, false, false, file -> classes.put(file.getThisClassName(), file.toByteArray()));
      return new ByteArrayClassLoader(classes, PARENT).loadClass(className);
    } catch (CompileException | ClassNotFoundException failure) {
      throw broken(source, failure);
    } catch (IOException failure) {
      throw new UncheckedIOException("a string refused to be read", failure);
    } catch (InternalCompilerException failure) {
      if (isTooLarge(failure)) {
        throw MillraceException.error(ErrorCode.CODE_TOO_LARGE, "its code is beyond 64 KB")
            .hint("compute parts of it in a subquery or view")
            .cause(failure)
            .build();
      }
      throw broken(source, failure);
    }
  }

  private static boolean isTooLarge(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("64 KB")
          || message.contains("grown beyond")
          || message.contains("grows beyond")) {
        return true;
      }
    }
    return false;
  }

  private static MillraceException broken(String source, Exception failure) {
    return MillraceException.error(
            ErrorCode.INTERNAL_ERROR, "generated code does not compile: " + failure.getMessage())
        .detail(source.length() > 4000 ? source.substring(0, 4000) + " …" : source)
        .cause(failure)
        .build();
  }
}
