package io.millrace.tests.spark;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a class of Spark offers to Java programs. The class is read, not loaded: most of what it
 * mentions is not here.
 */
final class SparkInterface {
  private static final String ROOT = "org.apache.spark.sql.";

  private final JavaClasses classes;

  /** What every class that logs has. */
  private final Set<String> logging = new HashSet<>();

  /** Reads Spark's jar, which the class path holds. */
  SparkInterface() throws IOException {
    URL place = SparkInterface.class.getResource("/org/apache/spark/sql/functions.class");
    if (place == null) {
      throw new IllegalStateException("spark-sql-api is not on the class path");
    }
    JarURLConnection jar = (JarURLConnection) place.openConnection();
    jar.setUseCaches(false);
    try (var file = jar.getJarFile()) {
      this.classes = new ClassFileImporter().importJar(file);
    }
    URL logs = SparkInterface.class.getResource("/org/apache/spark/internal/Logging.class");
    if (logs == null) {
      throw new IllegalStateException("spark-common-utils is not on the class path");
    }
    for (JavaClass type : new ClassFileImporter().importUrl(logs)) {
      type.getMethods().forEach(method -> logging.add(method.getName()));
    }
  }

  /**
   * The public methods of a class, by signature; overloads with as many parameters are one.
   *
   * @param name of the class, below {@code org.apache.spark.sql}
   */
  Map<Signature, List<JavaMethod>> methods(String name) {
    Map<Signature, List<JavaMethod>> methods = new TreeMap<>();
    for (JavaMethod method : classes.get(ROOT + name).getAllMethods()) {
      if (isOffered(method)) {
        Signature signature = new Signature(spoken(method), method.getParameters().size());
        methods.computeIfAbsent(signature, s -> new ArrayList<>()).add(method);
      }
    }
    return methods;
  }

  private boolean isOffered(JavaMethod method) {
    boolean object = method.getOwner().isEquivalentTo(Object.class) || isObjects(method);
    boolean made =
        method.getModifiers().contains(JavaModifier.SYNTHETIC)
            || method.getName().contains("$default$")
            || method.getName().contains("$anonfun")
            || method.getName().endsWith("$");
    return method.getModifiers().contains(JavaModifier.PUBLIC)
        && !object
        && !made
        && !isOfLogging(method)
        && !method.getName().startsWith("org$apache$spark");
  }

  private boolean isOfLogging(JavaMethod method) {
    // there is a logarithm, too
    return logging.contains(method.getName()) && !method.getOwner().getName().endsWith("functions");
  }

  /** What each class has anyway. */
  private static boolean isObjects(JavaMethod method) {
    int parameters = method.getParameters().size();
    return switch (method.getName()) {
      case "toString", "hashCode" -> parameters == 0;
      case "equals" -> parameters == 1;
      default -> false;
    };
  }

  /** The name as Scala programs write it: operators are encoded in class files. */
  private static String spoken(JavaMethod method) {
    return method
        .getName()
        .replace("$plus", "+")
        .replace("$minus", "-")
        .replace("$times", "*")
        .replace("$div", "/")
        .replace("$percent", "%")
        .replace("$eq", "=")
        .replace("$bang", "!")
        .replace("$less", "<")
        .replace("$greater", ">")
        .replace("$amp", "&")
        .replace("$bar", "|")
        .replace("$up", "^")
        .replace("$tilde", "~");
  }

  /** Whether no overload can be called without Scala's own types. */
  static boolean needsScala(List<JavaMethod> overloads) {
    return overloads.stream()
        .allMatch(
            method -> method.getRawParameterTypes().stream().anyMatch(SparkInterface::isScalas));
  }

  private static boolean isScalas(JavaClass type) {
    return type.getName().startsWith("scala.")
        && !type.getName().startsWith("scala.Tuple")
        && !type.getName().equals("scala.Option");
  }
}
