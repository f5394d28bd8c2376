package io.millrace.exec.expression.runtime;

import io.millrace.api.types.DataType;
import io.millrace.exec.expression.runtime.MapFunctions.Entry;
import io.millrace.plan.expression.NestedFunction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that call lambdas. */
final class LambdaFunctions {
  private final ArrayFunctions arrays;
  private final MapFunctions maps;
  private final List<DataType> types;
  private final DataType result;
  private final List<Integer> lambdas;

  LambdaFunctions(
      ArrayFunctions arrays,
      MapFunctions maps,
      List<DataType> types,
      DataType result,
      List<Integer> lambdas) {
    this.arrays = arrays;
    this.maps = maps;
    this.types = types;
    this.result = result;
    this.lambdas = lambdas;
  }

  byte @Nullable [] call(
      NestedFunction function, Kernels kernels, int row, byte @Nullable [][] given) {
    byte[] first = given[0];
    if (first == null) {
      return null;
    }
    DataType type = types.get(0);
    return switch (function) {
      case TRANSFORM, FILTER -> array(function, kernels, row, arrays.elements(type, first));
      case EXISTS -> any(kernels, row, arrays.elements(type, first), true);
      case FORALL -> any(kernels, row, arrays.elements(type, first), false);
      case AGGREGATE -> aggregate(kernels, row, arrays.elements(type, first), given[1]);
      case ZIP_WITH -> given[1] == null ? null : zip(kernels, row, first, given[1]);
      default -> map(function, kernels, row, maps.list(type, first));
    };
  }

  private static boolean isTrue(byte @Nullable [] truth) {
    return truth != null && truth[0] != 0;
  }

  private byte[] array(
      NestedFunction function, Kernels kernels, int row, List<byte @Nullable []> elements) {
    int lambda = lambdas.get(0);
    List<byte @Nullable []> made = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      byte[] value = kernels.lambda(lambda, row, elements.get(i), Payloads.of(i));
      if (function == NestedFunction.TRANSFORM) {
        made.add(value);
      } else if (isTrue(value)) {
        made.add(elements.get(i));
      }
    }
    return arrays.array(result.child(0), made);
  }

  /** Three-valued: the first that decides; else NULL if one was. */
  private byte @Nullable [] any(
      Kernels kernels, int row, List<byte @Nullable []> elements, boolean decides) {
    boolean unknown = false;
    for (byte[] element : elements) {
      byte[] value = kernels.lambda(lambdas.get(0), row, element, null);
      if (value == null) {
        unknown = true;
      } else if ((value[0] != 0) == decides) {
        return Payloads.of(decides);
      }
    }
    return unknown ? null : Payloads.of(!decides);
  }

  private byte @Nullable [] aggregate(
      Kernels kernels, int row, List<byte @Nullable []> elements, byte @Nullable [] start) {
    byte[] sum = start;
    for (byte[] element : elements) {
      sum = kernels.lambda(lambdas.get(0), row, sum, element);
    }
    return lambdas.size() > 1 ? kernels.lambda(lambdas.get(1), row, sum, null) : sum;
  }

  private byte[] zip(Kernels kernels, int row, byte[] a, byte[] b) {
    List<byte @Nullable []> left = arrays.elements(types.get(0), a);
    List<byte @Nullable []> right = arrays.elements(types.get(1), b);
    List<byte @Nullable []> made = new ArrayList<>();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      made.add(
          kernels.lambda(
              lambdas.get(0),
              row,
              i < left.size() ? left.get(i) : null,
              i < right.size() ? right.get(i) : null));
    }
    return arrays.array(result.child(0), made);
  }

  private byte[] map(NestedFunction function, Kernels kernels, int row, List<Entry> entries) {
    List<Entry> made = new ArrayList<>();
    for (Entry entry : entries) {
      byte[] value = kernels.lambda(lambdas.get(0), row, entry.key(), entry.value());
      switch (function) {
        case TRANSFORM_KEYS -> made.add(new Entry(maps.key(value), entry.value()));
        case TRANSFORM_VALUES -> made.add(new Entry(entry.key(), value));
        default -> {
          if (isTrue(value)) {
            made.add(entry);
          }
        }
      }
    }
    return maps.map(result, made);
  }
}
