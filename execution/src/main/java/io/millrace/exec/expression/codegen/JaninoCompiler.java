package io.millrace.exec.expression.codegen;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.commons.compiler.InternalCompilerException;
import org.codehaus.janino.SimpleCompiler;

/** The one class that knows Janino. */
final class JaninoCompiler {
  private JaninoCompiler() {}

  /** Compiles the source and loads the class of that name. */
  static Class<?> compile(String className, String source) {
    SimpleCompiler compiler = new SimpleCompiler();
    compiler.setParentClassLoader(JaninoCompiler.class.getClassLoader());
    try {
      compiler.cook(source);
      return compiler.getClassLoader().loadClass(className);
    } catch (CompileException | ClassNotFoundException failure) {
      throw broken(source, failure);
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
