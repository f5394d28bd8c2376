package io.millrace.tests.spark;

import com.tngtech.archunit.core.domain.JavaMethod;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A class of Spark and what we have in its place.
 *
 * @param spark its name below {@code org.apache.spark.sql}
 * @param ours one class, or an interface and what extends it
 */
record Counterpart(String spark, List<Class<?>> ours) {

  Counterpart(String spark, Class<?>... ours) {
    this(spark, List.of(ours));
  }

  String title() {
    return spark.substring(spark.lastIndexOf('.') + 1);
  }

  /** What methods of ours give, by signature. */
  private Map<Signature, Set<String>> ourMethods() {
    Map<Signature, Set<String>> methods = new TreeMap<>();
    for (Class<?> type : ours) {
      for (Method method : type.getMethods()) {
        if (Modifier.isPublic(method.getModifiers())
            && method.getDeclaringClass() != Object.class) {
          methods
              .computeIfAbsent(
                  new Signature(method.getName(), method.getParameterCount()), s -> new TreeSet<>())
              .add(method.getReturnType().getSimpleName());
        }
      }
    }
    return methods;
  }

  /**
   * What the comparison finds.
   *
   * @param present methods that both have
   * @param absent methods that only Spark has, with their overloads
   * @param returns what both give, where that is a type of another name
   */
  record Comparison(
      Set<Signature> present,
      Map<Signature, List<JavaMethod>> absent,
      Map<Signature, Returned> returns) {}

  /** What two methods give. */
  record Returned(String spark, String ours) {}

  Comparison compare(SparkInterface spark) {
    Map<Signature, Set<String>> mine = ourMethods();
    Set<Signature> present = new TreeSet<>();
    Map<Signature, List<JavaMethod>> absent = new TreeMap<>();
    Map<Signature, Returned> returns = new TreeMap<>();
    spark
        .methods(this.spark)
        .forEach(
            (signature, overloads) -> {
              if (!mine.containsKey(signature)) {
                if (!Absence.isHidden(title(), signature)) {
                  absent.put(signature, overloads);
                }
                return;
              }
              present.add(signature);
              Set<String> theirs = new TreeSet<>();
              overloads.forEach(method -> theirs.add(method.getRawReturnType().getSimpleName()));
              if (theirs.stream().noneMatch(type -> isSame(type, mine.get(signature)))) {
                returns.put(
                    signature,
                    new Returned(
                        String.join(", ", theirs), String.join(", ", mine.get(signature))));
              }
            });
    return new Comparison(present, absent, returns);
  }

  /** Whether a program need not know the difference. */
  private static boolean isSame(String spark, Set<String> ours) {
    return ours.contains(spark)
        || switch (spark) {
          case "Dataset" -> ours.contains("Table");
          case "RelationalGroupedDataset" -> ours.contains("GroupedTable");
          default -> false;
        };
  }
}
