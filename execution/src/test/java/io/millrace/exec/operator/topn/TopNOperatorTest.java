package io.millrace.exec.operator.topn;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.TopNSpec;
import io.millrace.plan.physical.OperatorSpec.ValuesSpec;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.TopN;
import io.millrace.plan.physical.TopN.Counting;
import io.millrace.plan.physical.TopN.Ties;
import io.millrace.state.KeyHashing;
import io.millrace.state.memory.MemoryStateTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What is given adds up to the first rows of all that has come and not gone, after each batch. */
class TopNOperatorTest {
  private static final Schema INPUT =
      new Schema(
          List.of(
              new Field("p", DataType.INTEGER),
              new Field("a", DataType.INTEGER),
              new Field("b", DataType.STRING)));

  /** A row that has come, and the order in which it did. */
  private record Row(List<Object> values, long arrival) {}

  @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
  void givenRowsAreTheFirstOnes(@ForAll long seed) {
    Random random = new Random(seed);
    TopNSpec spec = spec(random);
    StatefulOperator operator = TopNOperators.create(spec, new MemoryStateTables());
    List<Row> rows = new ArrayList<>();
    Map<List<Object>, Long> given = new HashMap<>();
    long arrivals = 0;
    for (int batch = 0; batch < 6; batch++) {
      List<List<Object>> changes = changes(random, rows, spec.insertOnly());
      arrivals = apply(changes, rows, arrivals);
      operator.begin(new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false));
      int cut = random.nextInt(changes.size() + 1);
      feed(operator, spec, changes.subList(0, cut), given);
      feed(operator, spec, changes.subList(cut, changes.size()), given);
      operator.finish();
      fold(operator.emission(), given);
      assertThat(given)
          .as("seed %s, batch %s, %s", seed, batch, spec.rule())
          .isEqualTo(first(spec.rule(), rows));
      if (spec.insertOnly() && spec.rule().counting() == Counting.ROWS) {
        assertThat(operator.rowsTotal())
            .as("rows kept, seed %s", seed)
            .isLessThanOrEqualTo(
                4 * (spec.rule().ordering().offset() + spec.rule().ordering().limit().getAsLong()));
      }
    }
  }

  private static TopNSpec spec(Random random) {
    Counting counting = Counting.values()[random.nextInt(3)];
    boolean numbered = random.nextInt(3) == 0;
    int offset =
        numbered || counting == Counting.DENSE_RANK ? 0 : random.nextInt(3) * random.nextInt(2);
    List<SortKey> keys =
        random.nextInt(5) == 0 && counting == Counting.ROWS
            ? List.of()
            : List.of(new SortKey(1, random.nextBoolean(), random.nextBoolean()));
    TopN rule =
        new TopN(
            random.nextBoolean() ? List.of() : List.of(0),
            new Ordering(keys, offset, OptionalLong.of(random.nextInt(5))),
            counting,
            random.nextBoolean() ? Ties.ARRIVAL : Ties.COLUMNS,
            numbered);
    List<Field> output = new ArrayList<>(INPUT.fields());
    if (numbered) {
      output.add(new Field("n", DataType.BIGINT.notNull()));
    }
    return new TopNSpec(
        "topn",
        new ValuesSpec("values", List.of(), INPUT),
        rule,
        Optional.empty(),
        random.nextBoolean(),
        OperatorSpec.Emission.CHANGES,
        new Schema(output));
  }

  /** Rows with a weight behind their values. */
  private static List<List<Object>> changes(Random random, List<Row> rows, boolean insertOnly) {
    List<List<Object>> changes = new ArrayList<>();
    List<List<Object>> present = new ArrayList<>();
    rows.forEach(row -> present.add(row.values()));
    int count = 1 + random.nextInt(random.nextBoolean() ? 4 : 20);
    for (int i = 0; i < count; i++) {
      if (!insertOnly && !present.isEmpty() && random.nextInt(5) < 2) {
        changes.add(weighted(present.remove(random.nextInt(present.size())), -1));
        continue;
      }
      List<Object> row =
          Arrays.asList(orNull(random, 3), orNull(random, 4), "a long text " + random.nextInt(3));
      int weight = 1 + random.nextInt(6) / 5;
      changes.add(weighted(row, weight));
      for (int copy = 0; copy < weight; copy++) {
        present.add(row);
      }
    }
    if (!insertOnly) {
      Collections.shuffle(changes, random);
    }
    return changes;
  }

  private static Object orNull(Random random, int bound) {
    return random.nextInt(6) == 0 ? null : (Object) random.nextInt(bound);
  }

  private static List<Object> weighted(List<Object> row, int weight) {
    List<Object> change = new ArrayList<>(row);
    change.add(weight);
    return change;
  }

  /** Rows that come and go in the batch leave none; those that go are the ones that came last. */
  private static long apply(List<List<Object>> changes, List<Row> rows, long arrivals) {
    Map<List<Object>, Integer> left = new HashMap<>();
    for (List<Object> change : changes) {
      left.merge(change.subList(0, 3), (Integer) change.get(3), Integer::sum);
    }
    long arrival = arrivals;
    for (List<Object> change : changes) {
      List<Object> row = change.subList(0, 3);
      int weight = (Integer) change.get(3);
      int net = left.get(row);
      for (int i = 0; i < Math.min(net, weight); i++) {
        rows.add(new Row(row, arrival));
      }
      for (int i = net; i < 0; i++) {
        rows.remove(last(rows, row));
      }
      left.put(row, net > 0 ? net - Math.max(0, Math.min(net, weight)) : 0);
      arrival++;
    }
    return arrival;
  }

  private static Row last(List<Row> rows, List<Object> values) {
    return rows.stream()
        .filter(row -> row.values().equals(values))
        .max(Comparator.comparingLong(Row::arrival))
        .orElseThrow();
  }

  private static void feed(
      StatefulOperator operator,
      TopNSpec spec,
      List<List<Object>> changes,
      Map<List<Object>, Long> given) {
    if (changes.isEmpty()) {
      return;
    }
    BatchBuilder builder = new BatchBuilder(INPUT);
    for (List<Object> change : changes) {
      for (int i = 0; i < 3; i++) {
        builder.column(i).appendValue(change.get(i));
      }
      builder.endRow((Integer) change.get(3));
    }
    ColumnBatch batch = builder.build();
    int[] rows = IntStream.range(0, changes.size()).toArray();
    long[] hashes = new long[rows.length];
    int[] keys = spec.rule().partition().stream().mapToInt(Integer::intValue).toArray();
    KeyHashing.hash(batch, keys, rows, rows.length, hashes);
    operator.process(new InputRows(batch, rows.length, rows, hashes, rows, 0));
    fold(operator.emission(), given);
  }

  private static void fold(Emission emission, Map<List<Object>, Long> given) {
    for (Emission.Rows piece : emission.take()) {
      ColumnBatch batch = piece.batch();
      for (int i = 0; i < batch.size(); i++) {
        long weight = batch.weight(batch.row(i));
        given.merge(batch.values(i), weight, (a, b) -> a + b == 0 ? null : (Long) (a + b));
      }
    }
  }

  private static Map<List<Object>, Long> first(TopN rule, List<Row> rows) {
    Map<Object, List<Row>> partitions = new TreeMap<>(Comparator.comparing(Objects::toString));
    for (Row row : rows) {
      Object partition = rule.partition().isEmpty() ? "all" : row.values().get(0);
      partitions.computeIfAbsent(Objects.toString(partition), p -> new ArrayList<>()).add(row);
    }
    Map<List<Object>, Long> first = new HashMap<>();
    partitions.values().forEach(partition -> addFirst(rule, partition, first));
    return first;
  }

  private static void addFirst(TopN rule, List<Row> rows, Map<List<Object>, Long> first) {
    Comparator<Row> peers = (a, b) -> 0;
    for (SortKey key : rule.ordering().keys()) {
      peers = peers.thenComparing(row -> row.values().get(key.column()), order(key));
    }
    Comparator<Row> total = peers;
    if (rule.ties() == Ties.ARRIVAL) {
      total = total.thenComparingLong(Row::arrival);
    }
    for (int i = 0; i < 3; i++) {
      int column = i;
      total =
          total.thenComparing(row -> row.values().get(column), order(new SortKey(i, false, true)));
    }
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(total);
    long offset = rule.ordering().offset();
    long limit = rule.ordering().limit().getAsLong();
    long rank = 0;
    long dense = 0;
    long rankOfLast = 0;
    for (int i = 0; i < sorted.size(); i++) {
      boolean same = i > 0 && peers.compare(sorted.get(i - 1), sorted.get(i)) == 0;
      rank = same ? rank : i + 1;
      dense = same ? dense : dense + 1;
      rankOfLast = i + 1 == offset + limit ? rank : rankOfLast;
      boolean isGiven =
          switch (rule.counting()) {
            case ROWS -> i >= offset && i < offset + limit;
            case RANK -> limit > 0 && i >= offset && (i < offset + limit || rank == rankOfLast);
            case DENSE_RANK -> dense <= limit;
          };
      if (isGiven) {
        List<Object> row = new ArrayList<>(sorted.get(i).values());
        if (rule.numbered()) {
          row.add(
              switch (rule.counting()) {
                case ROWS -> (long) i + 1;
                case RANK -> rank;
                case DENSE_RANK -> dense;
              });
        }
        first.merge(row, 1L, Long::sum);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Comparator<Object> order(SortKey key) {
    Comparator<Object> values = (a, b) -> ((Comparable<Object>) a).compareTo(b);
    Comparator<Object> directed = key.descending() ? values.reversed() : values;
    return key.nullsFirst() ? Comparator.nullsFirst(directed) : Comparator.nullsLast(directed);
  }
}
