package io.millrace.state.format.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyLayout;
import io.millrace.state.RandomKeys;
import io.millrace.state.RowOrdering;
import io.millrace.state.SortOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class KeyCodecTest {
  private static final int ROWS = 40;
  private static final int RANGE = 60;

  /** Keys of a batch, written one behind the other. */
  private static final class Written {
    final KeyLayout layout;
    final EncodedKeys keys;
    final long[] hashes = new long[ROWS];
    final byte[][] bytes = new byte[ROWS][];

    Written(Schema schema, List<Object[]> rows, KeyCodec codec) {
      BatchBuilder builder = new BatchBuilder(schema);
      rows.forEach(builder::row);
      ColumnBatch batch = builder.build();
      int[] columns = IntStream.range(0, schema.size()).toArray();
      int[] all = IntStream.range(0, ROWS).toArray();
      KeyHashing.hash(batch, columns, all, ROWS, hashes);
      layout = new KeyLayout(schema.fields().stream().map(Field::type).toList());
      keys = new EncodedKeys(layout);
      keys.encode(batch, columns, all, ROWS, hashes);
      byte[][] ofBatch = new byte[ROWS][];
      for (int i = 0; i < ROWS; i++) {
        byte[] target = new byte[codec.bound(keys.words(), i * layout.width()) + 3];
        int end = codec.encode(keys, i, target, 3);
        ofBatch[i] = Arrays.copyOfRange(target, 3, end);
      }
      LongBytes longBytes = joinData(batch);
      for (int i = 0; i < ROWS; i++) {
        int at = i * layout.width();
        byte[] target = new byte[codec.bound(keys.words(), at) + 3];
        int end = codec.encode(keys.words(), at, longBytes, target, 3);
        bytes[i] = Arrays.copyOfRange(target, 3, end);
      }
      assertThat(ofBatch).as("keys of a batch").isDeepEqualTo(bytes);
    }

    /** Makes all places of long bytes places in one array. */
    private LongBytes joinData(ColumnBatch batch) {
      byte[] joined = {};
      for (int column = 0; column < layout.columns(); column++) {
        if (batch.column(column) instanceof BytesColumn source) {
          for (int i = 0; i < ROWS; i++) {
            int word = i * layout.width() + layout.offset(column);
            if (EncodedKeys.length(keys.words()[word]) > KeyLayout.INLINE_BYTES) {
              keys.words()[word + 1] += joined.length;
            }
          }
          int end = joined.length;
          joined = Arrays.copyOf(joined, end + source.data().length);
          System.arraycopy(source.data(), 0, joined, end, source.data().length);
        }
      }
      byte[] all = joined;
      return new LongBytes() {
        @Override
        public byte[] array(long address) {
          return all;
        }

        @Override
        public int offset(long address) {
          return (int) address;
        }
      };
    }
  }

  private static List<Object[]> rows(Schema schema, Random random) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(RandomKeys.row(schema, random, RANGE));
    }
    return rows;
  }

  private static KeyCodec codec(Schema schema, List<SortOrder> orders) {
    return new KeyCodec(
        new KeyLayout(schema.fields().stream().map(Field::type).toList()), 0, orders);
  }

  @Property(tries = 300)
  void keysReadBackHashAndLieAsTheColumnsDid(@ForAll long seed) {
    Random random = new Random(seed);
    Schema schema = RandomKeys.schema(random, random.nextInt(6));
    KeyCodec codec = codec(schema, RowOrdering.randomOrders(random, schema.size()));
    Written written = new Written(schema, rows(schema, random), codec);
    EncodedKeys read = new EncodedKeys(written.layout);
    long[] hashes = new long[ROWS];
    read.begin(ROWS, hashes);
    codec.beginDecode();
    for (int i = 0; i < ROWS; i++) {
      assertThat(codec.decode(written.bytes[i], 0, read, i)).isEqualTo(written.bytes[i].length);
      if (!codec.variable()) {
        assertThat(written.bytes[i]).hasSize(codec.fixedBytes());
      }
    }
    codec.endDecode(read);
    KeyHashing.hash(read, hashes);
    assertThat(hashes).isEqualTo(written.hashes);
    for (int i = 0; i < ROWS; i++) {
      for (int column = 0; column < schema.size(); column++) {
        assertThat(read.isNull(i, column)).isEqualTo(written.keys.isNull(i, column));
        int word = i * written.layout.width() + written.layout.offset(column);
        assertThat(read.words()[word]).isEqualTo(written.keys.words()[word]);
      }
    }
  }

  @Property(tries = 300)
  void bytesCompareAsKeysDoAndNoKeyBeginsAnother(@ForAll long seed) {
    Random random = new Random(seed);
    Schema schema = RandomKeys.schema(random, 1 + random.nextInt(4));
    List<Object[]> rows = rows(schema, random);
    List<SortOrder> orders = RowOrdering.randomOrders(random, schema.size());
    Comparator<Object[]> ordering = new RowOrdering(orders, schema.size());
    Written written = new Written(schema, rows, codec(schema, orders));
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < ROWS; j++) {
        int expected = ordering.compare(rows.get(i), rows.get(j));
        byte[] left = written.bytes[i];
        byte[] right = written.bytes[j];
        assertThat(Integer.signum(Arrays.compareUnsigned(left, right)))
            .isEqualTo(Integer.signum(expected));
        if (expected != 0 && left.length <= right.length) {
          assertThat(Arrays.copyOf(right, left.length)).isNotEqualTo(left);
        }
      }
    }
  }
}
