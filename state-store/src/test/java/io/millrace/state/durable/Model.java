package io.millrace.state.durable;

import io.millrace.state.RandomKeys;
import io.millrace.state.durable.Operation.Expire;
import io.millrace.state.durable.Operation.Remove;
import io.millrace.state.durable.Operation.Shape;
import io.millrace.state.durable.Operation.Upsert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What an operator's tables should hold, kept the simplest way. */
final class Model {
  final Map<List<Object>, Entry> entries = new LinkedHashMap<>();
  private final Shape shape;

  Model(Shape shape) {
    this.shape = shape;
  }

  /**
   * What is known of a key.
   *
   * @param values for each multiset the weight of each value, with a row that makes the value
   */
  record Entry(
      Object[] row,
      long[] words,
      String[] text,
      List<Map<List<Object>, Integer>> values,
      Map<List<Object>, Object[]> valueRows) {}

  Model copy() {
    Model copy = new Model(shape);
    entries.forEach(
        (key, entry) -> {
          List<Map<List<Object>, Integer>> values = new ArrayList<>();
          entry.values().forEach(map -> values.add(new HashMap<>(map)));
          copy.entries.put(
              key,
              new Entry(
                  entry.row(),
                  entry.words().clone(),
                  entry.text().clone(),
                  values,
                  new HashMap<>(entry.valueRows())));
        });
    return copy;
  }

  Operation randomOperation(Random random, int range) {
    int choice = random.nextInt(10);
    if (choice == 0 && shape.horizon().isPresent()) {
      return new Expire(entries.isEmpty() ? 0 : horizon(any(random).row()));
    }
    if (choice < 3) {
      List<Object[]> rows = new ArrayList<>();
      double share = random.nextInt(8) == 0 ? 1 : random.nextDouble() / 2;
      for (Entry entry : entries.values()) {
        if (random.nextDouble() < share) {
          rows.add(entry.row());
        }
      }
      return new Remove(rows);
    }
    return Upsert.random(shape, random, range);
  }

  private Entry any(Random random) {
    return new ArrayList<>(entries.values()).get(random.nextInt(entries.size()));
  }

  long horizon(Object[] row) {
    Object value = row[shape.horizon().orElseThrow().column()];
    if (value == null) {
      return Long.MAX_VALUE;
    }
    return shape.horizon().orElseThrow().of(((Number) value).longValue());
  }

  void apply(Operation operation) {
    if (operation instanceof Upsert upsert) {
      for (int i = 0; i < upsert.rows().size(); i++) {
        upsert(upsert, i);
      }
      for (Entry entry : entries.values()) {
        entry.values().forEach(map -> map.values().removeIf(weight -> weight == 0));
      }
    } else if (operation instanceof Remove remove) {
      remove.rows().forEach(row -> entries.remove(RandomKeys.normal(row)));
    } else if (operation instanceof Expire expire) {
      entries.values().removeIf(entry -> horizon(entry.row()) <= expire.bound());
    }
  }

  private void upsert(Upsert upsert, int i) {
    Entry entry =
        entries.computeIfAbsent(
            RandomKeys.normal(upsert.rows().get(i)),
            key -> {
              List<Map<List<Object>, Integer>> values = new ArrayList<>();
              shape.multisets().forEach(schema -> values.add(new HashMap<>()));
              return new Entry(
                  upsert.rows().get(i),
                  new long[shape.words()],
                  new String[] {""},
                  values,
                  new HashMap<>());
            });
    for (int word = 0; word < shape.words(); word++) {
      entry.words()[word] += upsert.additions().get(i)[word];
    }
    if (shape.extended()) {
      entry.text()[0] = upsert.texts().get(i);
    }
    for (int m = 0; m < shape.multisets().size(); m++) {
      Object[] value = upsert.values().get(m).get(i);
      List<Object> normal = RandomKeys.normal(value);
      entry.values().get(m).merge(normal, upsert.weights()[i], Integer::sum);
      entry.valueRows().put(normal, value);
    }
  }
}
