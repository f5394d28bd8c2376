package io.millrace.state.durable;

import io.millrace.api.types.Schema;
import io.millrace.state.RandomKeys;
import io.millrace.state.RowOrdering;
import io.millrace.state.TimerTable;
import io.millrace.state.durable.Operation.Evict;
import io.millrace.state.durable.Operation.Expire;
import io.millrace.state.durable.Operation.Remove;
import io.millrace.state.durable.Operation.Shape;
import io.millrace.state.durable.Operation.TakeDue;
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
   * @param values for each multiset and ordered table the weight of each value, with a row that
   *     makes the value
   * @param timers the times by number
   */
  record Entry(
      Object[] row,
      long[] words,
      String[] text,
      List<Map<List<Object>, Integer>> values,
      Map<List<Object>, Object[]> valueRows,
      Map<Long, Long> timers) {}

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
                  new HashMap<>(entry.valueRows()),
                  new HashMap<>(entry.timers())));
        });
    return copy;
  }

  Operation randomOperation(Random random, int range) {
    int choice = random.nextInt(10);
    if (choice == 0 && shape.horizon().isPresent()) {
      return new Expire(entries.isEmpty() ? 0 : horizon(any(random).row()));
    }
    if (choice < 3) {
      return new Remove(someRows(random));
    }
    if (choice == 3 && shape.timers()) {
      return new TakeDue(random.nextInt(100) - 70);
    }
    if (choice == 4 && !shape.orderedTables().isEmpty()) {
      int table = random.nextInt(shape.orderedTables().size());
      Schema schema = shape.orderedTables().get(table).rows();
      if (schema.size() > 0) {
        Object[] bound = RandomKeys.row(schema, random, 8);
        return new Evict(someRows(random), table, bound, 1 + random.nextInt(schema.size()));
      }
    }
    return Upsert.random(shape, random, range);
  }

  private List<Object[]> someRows(Random random) {
    List<Object[]> rows = new ArrayList<>();
    double share = random.nextInt(8) == 0 ? 1 : random.nextDouble() / 2;
    for (Entry entry : entries.values()) {
      if (random.nextDouble() < share) {
        rows.add(entry.row());
      }
    }
    return rows;
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
    } else if (operation instanceof TakeDue due) {
      entries.values().forEach(entry -> entry.timers().values().removeIf(t -> t <= due.bound()));
    } else if (operation instanceof Evict evict) {
      RowOrdering ordering =
          new RowOrdering(shape.orderedTables().get(evict.table()).orders(), evict.columns());
      for (Object[] row : evict.rows()) {
        Entry entry = entries.get(RandomKeys.normal(row));
        entry
            .values()
            .get(shape.multisets().size() + evict.table())
            .keySet()
            .removeIf(v -> ordering.compare(entry.valueRows().get(v), evict.bound()) < 0);
      }
    }
  }

  private void upsert(Upsert upsert, int i) {
    Entry entry =
        entries.computeIfAbsent(
            RandomKeys.normal(upsert.rows().get(i)),
            key -> {
              List<Map<List<Object>, Integer>> values = new ArrayList<>();
              shape.values().forEach(schema -> values.add(new HashMap<>()));
              return new Entry(
                  upsert.rows().get(i),
                  new long[shape.words()],
                  new String[] {""},
                  values,
                  new HashMap<>(),
                  new HashMap<>());
            });
    for (int word = 0; word < shape.words(); word++) {
      entry.words()[word] += upsert.additions().get(i)[word];
    }
    if (shape.extended()) {
      entry.text()[0] = upsert.texts().get(i);
    }
    for (int m = 0; m < shape.values().size(); m++) {
      Object[] value = upsert.values().get(m).get(i);
      List<Object> normal = RandomKeys.normal(value);
      entry.values().get(m).merge(normal, upsert.weights()[i], Integer::sum);
      entry.valueRows().put(normal, value);
    }
    Operation.Timer timer = upsert.timers().get(i);
    if (shape.timers()) {
      entry.timers().put(timer.number(), timer.time());
      entry.timers().values().remove(TimerTable.NEVER);
    }
  }
}
