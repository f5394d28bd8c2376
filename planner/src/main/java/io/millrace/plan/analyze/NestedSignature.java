package io.millrace.plan.analyze;

import io.millrace.plan.expression.NestedFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/**
 * One form of a function over nested values: {@code E[], (E) => R -> R[]}.
 *
 * @param function what it becomes
 * @param variadic whether the last parameter can come any number of times, at least once
 * @param swapped whether the function takes its two arguments the other way round
 */
public record NestedSignature(
    NestedFunction function,
    List<NestedPattern> parameters,
    NestedPattern result,
    boolean variadic,
    boolean swapped) {

  public NestedSignature {
    parameters = List.copyOf(parameters);
  }

  /** {@code parameters -> result}; a star behind the last parameter repeats it. */
  static NestedSignature of(NestedFunction function, String text) {
    int arrow = text.lastIndexOf("->");
    String parameters = text.substring(0, arrow).trim();
    boolean variadic = parameters.endsWith("*");
    boolean swapped = text.startsWith("~");
    return new NestedSignature(
        function,
        NestedPattern.list(parameters.replace("*", "").replace("~", "")),
        NestedPattern.list(text.substring(arrow + 2)).get(0),
        variadic,
        swapped);
  }

  NestedPattern parameter(int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }

  /** Whether an argument is taken as it is. */
  public boolean takesAny(int index) {
    return parameter(index) instanceof NestedPattern.Plain plain && plain.name().equals("ANY");
  }

  /** Whether it takes that many arguments, captured values of lambdas not counted. */
  boolean takes(int count) {
    return variadic ? count >= parameters.size() : count == parameters.size();
  }

  boolean hasLambda() {
    return parameters.stream().anyMatch(NestedPattern.Lambda.class::isInstance);
  }

  /** What the variables stand for, lambdas left out; empty if the types do not fit. */
  Optional<Map<String, RelDataType>> bind(List<RelDataType> types, RelDataTypeFactory factory) {
    Map<String, RelDataType> bound = new HashMap<>();
    for (int i = 0; i < types.size(); i++) {
      NestedPattern pattern = parameter(i);
      if (!(pattern instanceof NestedPattern.Lambda)
          && !NestedPattern.bind(pattern, types.get(i), bound, factory)) {
        return Optional.empty();
      }
    }
    return Optional.of(bound);
  }

  String text(String name) {
    List<String> all = new ArrayList<>();
    parameters.forEach(parameter -> all.add(NestedPattern.text(parameter)));
    return name
        + all.stream().collect(Collectors.joining(", ", "(", variadic ? ", …)" : ")"))
        + " → "
        + NestedPattern.text(result);
  }
}
