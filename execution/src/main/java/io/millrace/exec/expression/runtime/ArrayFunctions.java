package io.millrace.exec.expression.runtime;

import io.millrace.api.batch.NestedReader;
import io.millrace.api.batch.NestedWriter;
import io.millrace.api.types.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Functions over arrays, in payloads. Elements are compared as bytes, which is as their values are;
 * NULL among them is null here, and greater than everything. Not thread-safe.
 */
final class ArrayFunctions {
  /** So many elements an array has at most, lest a mistake take all memory. */
  private static final int MAX_ELEMENTS = 10_000_000;

  static final Comparator<byte @Nullable []> NULLS_LAST = ArrayFunctions::compare;

  private final Site site;
  private final NestedReader reader = new NestedReader();
  private final NestedWriter writer = new NestedWriter();

  ArrayFunctions(Site site) {
    this.site = site;
  }

  private static int compare(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? 1 : -1;
    }
    return Arrays.compareUnsigned(a, b);
  }

  /** The elements of an array. */
  List<byte @Nullable []> elements(DataType array, byte[] payload) {
    List<byte @Nullable []> elements = new ArrayList<>();
    reader.open(payload, 0);
    while (reader.hasNext()) {
      reader.next(array.child(0));
      elements.add(reader.payload(array.child(0)));
    }
    return elements;
  }

  /** An array of these elements. */
  byte[] array(DataType element, List<? extends byte @Nullable []> elements) {
    writer.clear();
    for (byte[] payload : elements) {
      writer.addPayload(element, payload);
    }
    writer.end();
    return writer.toByteArray();
  }

  byte[] of(List<DataType> types, DataType result, byte @Nullable [][] given) {
    return array(result.child(0), Arrays.asList(given));
  }

  byte[] row(List<DataType> types, byte @Nullable [][] given) {
    writer.clear();
    for (int i = 0; i < given.length; i++) {
      writer.addPayload(types.get(i), given[i]);
    }
    return writer.toByteArray();
  }

  byte @Nullable [] field(DataType row, byte[] payload, int index) {
    reader.open(payload, 0);
    for (int i = 0; i <= index; i++) {
      reader.next(row.child(i));
    }
    return reader.payload(row.child(index));
  }

  int size(DataType type, byte[] payload) {
    int size = 0;
    int turn = type.children().size();
    reader.open(payload, 0);
    while (reader.hasNext()) {
      reader.next(type.child(size % turn));
      size++;
    }
    return size / turn;
  }

  byte @Nullable [] length(DataType type, byte[] payload, int dimension) {
    if (dimension < 1) {
      return null;
    }
    List<byte @Nullable []> elements = elements(type, payload);
    if (elements.isEmpty()) {
      return null;
    }
    if (dimension == 1) {
      return Payloads.of(elements.size());
    }
    boolean deeper = type.child(0).children().size() == 1 && elements.get(0) != null;
    return deeper ? length(type.child(0), elements.get(0), dimension - 1) : null;
  }

  byte @Nullable [] item(DataType type, byte[] payload, int position) {
    List<byte @Nullable []> elements = elements(type, payload);
    int index = position < 0 ? elements.size() + position : position - 1;
    return index < 0 || index >= elements.size() ? null : elements.get(index);
  }

  byte @Nullable [] elementAt(DataType type, byte[] payload, int position) {
    int size = size(type, payload);
    if (position == 0 || Math.abs((long) position) > size) {
      site.invalid(
          "an array of "
              + size
              + (size == 1 ? " element has no element " : " elements has no element ")
              + position
              + "; try_element_at gives NULL instead");
    }
    return item(type, payload, position);
  }

  byte @Nullable [] get(DataType type, byte[] payload, int index) {
    return index < 0 || index == Integer.MAX_VALUE ? null : item(type, payload, index + 1);
  }

  private static int indexOf(List<byte @Nullable []> elements, byte @Nullable [] wanted) {
    for (int i = 0; i < elements.size(); i++) {
      if (compare(elements.get(i), wanted) == 0) {
        return i;
      }
    }
    return -1;
  }

  /** NULL if it is not found and an element is NULL. */
  byte @Nullable [] contains(DataType type, byte[] payload, byte[] wanted) {
    return Payloads.of(indexOf(elements(type, payload), wanted) >= 0);
  }

  byte @Nullable [] position(DataType type, byte[] payload, byte[] wanted) {
    int index = indexOf(elements(type, payload), wanted);
    return index < 0 ? null : Payloads.of(index + 1L);
  }

  byte @Nullable [] append(DataType type, byte @Nullable [] payload, byte @Nullable [] element) {
    if (payload == null) {
      return null;
    }
    List<byte @Nullable []> elements = elements(type, payload);
    elements.add(element);
    return array(type.child(0), elements);
  }

  byte @Nullable [] prepend(DataType type, byte @Nullable [] payload, byte @Nullable [] element) {
    if (payload == null) {
      return null;
    }
    List<byte @Nullable []> elements = elements(type, payload);
    elements.add(0, element);
    return array(type.child(0), elements);
  }

  byte[] insert(DataType type, byte[] payload, int position, byte @Nullable [] element) {
    List<byte @Nullable []> elements = elements(type, payload);
    int size = elements.size();
    if (position == 0 || Math.abs((long) position) > MAX_ELEMENTS) {
      site.invalid("there is no position " + position + " in an array");
    }
    int index = position > 0 ? position - 1 : size + position + 1;
    while (index < 0) {
      // in front of the first element by more than one place: NULLs between
      elements.add(0, null);
      index++;
      if (index == 0) {
        elements.set(0, element);
        return array(type.child(0), elements);
      }
    }
    while (elements.size() < index) {
      elements.add(null);
    }
    elements.add(index, element);
    return array(type.child(0), elements);
  }

  byte @Nullable [] concat(DataType type, byte @Nullable [][] given) {
    List<byte @Nullable []> all = new ArrayList<>();
    for (byte[] payload : given) {
      if (payload == null) {
        return null;
      }
      all.addAll(elements(type, payload));
    }
    return array(type.child(0), all);
  }

  private static final class Key {
    private final byte @Nullable [] payload;

    private Key(byte @Nullable [] payload) {
      this.payload = payload;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && Arrays.equals(key.payload, payload);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(payload);
    }
  }

  private static Set<Key> keys(List<byte @Nullable []> elements) {
    Set<Key> keys = new HashSet<>();
    elements.forEach(element -> keys.add(new Key(element)));
    return keys;
  }

  private byte[] firstOfEach(DataType type, List<byte @Nullable []> elements) {
    Set<Key> seen = new HashSet<>();
    List<byte @Nullable []> kept = new ArrayList<>(elements);
    kept.removeIf(element -> !seen.add(new Key(element)));
    return array(type.child(0), kept);
  }

  byte[] distinct(DataType type, byte[] payload) {
    return firstOfEach(type, elements(type, payload));
  }

  byte[] union(DataType type, byte[] a, byte[] b) {
    List<byte @Nullable []> all = elements(type, a);
    all.addAll(elements(type, b));
    return firstOfEach(type, all);
  }

  /** Those that are in the other, or those that are not, each once. */
  byte[] intersect(DataType type, byte[] a, byte[] b, boolean kept) {
    Set<Key> others = keys(elements(type, b));
    List<byte @Nullable []> elements = elements(type, a);
    elements.removeIf(element -> others.contains(new Key(element)) != kept);
    return firstOfEach(type, elements);
  }

  byte[] remove(DataType type, byte[] payload, byte[] unwanted) {
    List<byte @Nullable []> elements = elements(type, payload);
    elements.removeIf(element -> compare(element, unwanted) == 0);
    return array(type.child(0), elements);
  }

  byte @Nullable [] replace(
      DataType type, byte @Nullable [] payload, byte @Nullable [] from, byte @Nullable [] to) {
    if (payload == null) {
      return null;
    }
    List<byte @Nullable []> elements = elements(type, payload);
    elements.replaceAll(element -> compare(element, from) == 0 ? to : element);
    return array(type.child(0), elements);
  }

  byte[] compact(DataType type, byte[] payload) {
    List<byte @Nullable []> elements = elements(type, payload);
    elements.removeIf(element -> element == null);
    return array(type.child(0), elements);
  }

  byte @Nullable [] extreme(DataType type, byte[] payload, boolean greatest) {
    byte[] best = null;
    for (byte[] element : elements(type, payload)) {
      if (element != null && (best == null || (compare(element, best) > 0) == greatest)) {
        best = element;
      }
    }
    return best;
  }

  byte[] slice(DataType type, byte[] payload, int start, int length) {
    if (start == 0) {
      site.invalid("an array begins at position 1, not 0");
    }
    if (length < 0) {
      site.invalid("a slice cannot have the negative length " + length);
    }
    List<byte @Nullable []> elements = elements(type, payload);
    long from = start > 0 ? start - 1L : elements.size() + (long) start;
    if (from < 0 || from >= elements.size()) {
      return array(type.child(0), List.of());
    }
    int to = (int) Math.min(elements.size(), from + length);
    return array(type.child(0), elements.subList((int) from, to));
  }

  byte[] sort(DataType type, byte[] payload, boolean ascending, boolean nullsLow) {
    List<byte @Nullable []> elements = elements(type, payload);
    Comparator<byte @Nullable []> order = NULLS_LAST;
    if (nullsLow) {
      order = (a, b) -> a == null || b == null ? -compare(a, b) : Arrays.compareUnsigned(a, b);
    }
    elements.sort(ascending ? order : order.reversed());
    return array(type.child(0), elements);
  }

  byte[] reverse(DataType type, byte[] payload) {
    List<byte @Nullable []> elements = elements(type, payload);
    Collections.reverse(elements);
    return array(type.child(0), elements);
  }

  /** NULL if one of the arrays inside is. */
  byte @Nullable [] flatten(DataType type, byte[] payload) {
    List<byte @Nullable []> all = new ArrayList<>();
    for (byte[] inner : elements(type, payload)) {
      if (inner == null) {
        return null;
      }
      all.addAll(elements(type.child(0), inner));
    }
    return array(type.child(0).child(0), all);
  }

  byte[] repeat(DataType element, byte @Nullable [] payload, int count) {
    demandSize(count);
    return array(element, Collections.nCopies(Math.max(0, count), payload));
  }

  private void demandSize(long count) {
    if (count > MAX_ELEMENTS) {
      site.invalid("an array of " + count + " elements is too large");
    }
  }

  byte[] sequence(DataType element, byte @Nullable [][] given) {
    long first = whole(element, given[0]);
    long last = whole(element, given[1]);
    long step = given.length > 2 ? whole(element, given[2]) : first <= last ? 1 : -1;
    if (step == 0 || (step > 0 ? first > last : first < last)) {
      if (first == last) {
        return array(element, List.of(number(element, first)));
      }
      site.invalid("a sequence from " + first + " to " + last + " cannot go by steps of " + step);
    }
    return numbers(element, first, last, step);
  }

  byte[] series(DataType element, byte @Nullable [][] given) {
    long first = whole(element, given[0]);
    long last = whole(element, given[1]);
    long step = given.length > 2 ? whole(element, given[2]) : 1;
    if (step == 0) {
      site.invalid("the step of a series cannot be 0");
    }
    return (step > 0 ? first > last : first < last)
        ? array(element, List.of())
        : numbers(element, first, last, step);
  }

  private byte[] numbers(DataType element, long first, long last, long step) {
    long count;
    try {
      count = Math.addExact(Math.subtractExact(last, first) / step, 1);
    } catch (ArithmeticException tooLarge) {
      count = Long.MAX_VALUE;
    }
    demandSize(count);
    List<byte[]> numbers = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      numbers.add(number(element, first + i * step));
    }
    return array(element, numbers);
  }

  private static long whole(DataType type, byte @Nullable [] payload) {
    if (payload == null) {
      throw new IllegalStateException("a bound is NULL");
    }
    return payload.length == Integer.BYTES
        ? NestedReader.intAt(payload, 0)
        : NestedReader.longAt(payload, 0);
  }

  private static byte[] number(DataType type, long value) {
    return switch (type.layout()) {
      case INT -> Payloads.of((int) value);
      default -> Payloads.of(value);
    };
  }

  /** Whether they share an element that is not NULL; NULL if not, and one of them has a NULL. */
  byte @Nullable [] overlap(DataType type, byte[] a, byte[] b) {
    List<byte @Nullable []> left = elements(type, a);
    List<byte @Nullable []> right = elements(type, b);
    Set<Key> others = keys(right);
    for (byte[] element : left) {
      if (element != null && others.contains(new Key(element))) {
        return Payloads.of(true);
      }
    }
    boolean unknown =
        !left.isEmpty() && !right.isEmpty() && (left.contains(null) || right.contains(null));
    return unknown ? null : Payloads.of(false);
  }

  byte[] containsAll(DataType type, byte[] a, byte[] b) {
    List<byte @Nullable []> wanted = elements(type, b);
    wanted.removeIf(element -> element == null);
    return Payloads.of(keys(elements(type, a)).containsAll(keys(wanted)));
  }

  String join(DataType type, byte[] payload, String separator, Optional<String> forNull) {
    StringBuilder text = new StringBuilder();
    boolean first = true;
    for (byte[] element : elements(type, payload)) {
      if (element == null && forNull.isEmpty()) {
        continue;
      }
      text.append(first ? "" : separator);
      text.append(element == null ? forNull.get() : new String(element, StandardCharsets.UTF_8));
      first = false;
    }
    return text.toString();
  }
}
