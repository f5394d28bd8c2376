package io.millrace.state.durable;

import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.RandomKeys;
import io.millrace.state.RowOrdering;
import io.millrace.state.SortOrder;
import io.millrace.state.StateTables.KeyHorizon;
import io.millrace.state.TimerTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A batch of what an operator does to its tables, told without slots, so that it can be redone. */
sealed interface Operation {

  /** An ordered table. */
  record Ordered(Schema rows, List<SortOrder> orders) {
    static Ordered random(Random random) {
      Schema rows = RandomKeys.schema(random, random.nextInt(4));
      return new Ordered(rows, RowOrdering.randomOrders(random, rows.size()));
    }
  }

  /**
   * The tables of one operator: keys with words and texts, and multisets of the keys' values, and
   * ordered tables and timers of keys.
   */
  record Shape(
      Schema keys,
      int words,
      Optional<KeyHorizon> horizon,
      boolean extended,
      List<Schema> multisets,
      boolean ordered,
      List<Ordered> orderedTables,
      boolean timers) {
    static Shape random(Random random) {
      Schema keys = RandomKeys.schema(random, random.nextInt(5));
      Optional<KeyHorizon> horizon = Optional.empty();
      for (int i = 0; i < keys.size(); i++) {
        if (RandomKeys.isWhole(keys.type(i)) && random.nextBoolean()) {
          horizon = Optional.of(new KeyHorizon(i, 1, random.nextInt(3)));
        }
      }
      int words = random.nextInt(4);
      boolean ordered = random.nextBoolean();
      List<Schema> multisets = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        Schema values = RandomKeys.schema(random, ordered ? 1 : 1 + random.nextInt(2));
        multisets.add(
            new Schema(
                values.fields().stream()
                    .map(field -> new Field(field.name(), field.type().notNull()))
                    .toList()));
      }
      List<Ordered> orderedTables = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        orderedTables.add(Ordered.random(random));
      }
      return new Shape(
          keys,
          words,
          horizon,
          random.nextBoolean(),
          multisets,
          ordered,
          orderedTables,
          random.nextBoolean());
    }

    /** The values of all multisets, and then the rows of all ordered tables. */
    List<Schema> values() {
      List<Schema> values = new ArrayList<>(multisets);
      orderedTables.forEach(table -> values.add(table.rows()));
      return values;
    }
  }

  /**
   * Upserts keys, adds to their words, sets their texts, adds values to their multisets and ordered
   * tables, and sets timers.
   *
   * @param values for each multiset and each ordered table one value a row
   */
  record Upsert(
      List<Object[]> rows,
      List<long[]> additions,
      List<String> texts,
      List<List<Object[]>> values,
      int[] weights,
      List<Timer> timers)
      implements Operation {
    static Upsert random(Shape shape, Random random, int range) {
      int count = random.nextInt(30);
      List<Object[]> rows = new ArrayList<>();
      List<long[]> additions = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      int[] weights = new int[count];
      List<List<Object[]>> values = new ArrayList<>();
      List<Timer> timers = new ArrayList<>();
      shape.values().forEach(schema -> values.add(new ArrayList<>()));
      for (int i = 0; i < count; i++) {
        rows.add(RandomKeys.row(shape.keys(), random, range));
        long[] addition = new long[shape.words()];
        Arrays.setAll(addition, word -> random.nextLong() >> random.nextInt(64));
        additions.add(addition);
        texts.add(random.nextInt(4) == 0 ? "" : "text " + "x".repeat(random.nextInt(20)));
        weights[i] = random.nextInt(6) - 2;
        for (int m = 0; m < values.size(); m++) {
          values.get(m).add(RandomKeys.row(shape.values().get(m), random, 8));
        }
        timers.add(Timer.random(random));
      }
      return new Upsert(rows, additions, texts, values, weights, timers);
    }
  }

  /** Sets one of a key's timers, or deletes it. */
  record Timer(long number, long time) {
    static Timer random(Random random) {
      return new Timer(
          random.nextInt(3), random.nextInt(4) == 0 ? TimerTable.NEVER : random.nextInt(100) - 50);
    }
  }

  /** Removes keys that are there. */
  record Remove(List<Object[]> rows) implements Operation {}

  /** Removes the keys whose horizon is at or before a bound. */
  record Expire(long bound) implements Operation {}

  /** Takes the timers that are due. */
  record TakeDue(long bound) implements Operation {}

  /**
   * Removes the rows of an ordered table that are before a bound, of some keys that are there.
   *
   * @param columns of the bound
   */
  record Evict(List<Object[]> rows, int table, Object[] bound, int columns) implements Operation {}
}
