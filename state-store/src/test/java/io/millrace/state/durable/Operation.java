package io.millrace.state.durable;

import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.RandomKeys;
import io.millrace.state.StateTables.KeyHorizon;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A batch of what an operator does to its tables, told without slots, so that it can be redone. */
sealed interface Operation {

  /** The tables of one operator: keys with words and texts, and multisets of the keys' values. */
  record Shape(
      Schema keys,
      int words,
      Optional<KeyHorizon> horizon,
      boolean extended,
      List<Schema> multisets,
      boolean ordered) {
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
      return new Shape(keys, words, horizon, random.nextBoolean(), multisets, ordered);
    }
  }

  /**
   * Upserts keys, adds to their words, sets their texts and adds values to their multisets.
   *
   * @param values for each multiset one value a row
   */
  record Upsert(
      List<Object[]> rows,
      List<long[]> additions,
      List<String> texts,
      List<List<Object[]>> values,
      int[] weights)
      implements Operation {
    static Upsert random(Shape shape, Random random, int range) {
      int count = random.nextInt(30);
      List<Object[]> rows = new ArrayList<>();
      List<long[]> additions = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      int[] weights = new int[count];
      List<List<Object[]>> values = new ArrayList<>();
      shape.multisets().forEach(schema -> values.add(new ArrayList<>()));
      for (int i = 0; i < count; i++) {
        rows.add(RandomKeys.row(shape.keys(), random, range));
        long[] addition = new long[shape.words()];
        Arrays.setAll(addition, word -> random.nextLong() >> random.nextInt(64));
        additions.add(addition);
        texts.add(random.nextInt(4) == 0 ? "" : "text " + "x".repeat(random.nextInt(20)));
        weights[i] = random.nextInt(6) - 2;
        for (int m = 0; m < values.size(); m++) {
          values.get(m).add(RandomKeys.row(shape.multisets().get(m), random, 8));
        }
      }
      return new Upsert(rows, additions, texts, values, weights);
    }
  }

  /** Removes keys that are there. */
  record Remove(List<Object[]> rows) implements Operation {}

  /** Removes the keys whose horizon is at or before a bound. */
  record Expire(long bound) implements Operation {}
}
