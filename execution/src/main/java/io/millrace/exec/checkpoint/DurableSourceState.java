package io.millrace.exec.checkpoint;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.connector.SourceState;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyedTable;
import io.millrace.state.SlotExtension;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What a source remembers, in a table of its query's store: the key, and its value beside it. */
final class DurableSourceState implements SourceState {
  private static final DataType TEXT = DataType.STRING.notNull();
  private static final Schema KEY = Schema.of(new Field("key", TEXT));
  private static final int[] FIRST = {0};

  private final KeyedTable table;
  private final EncodedKeys keys;
  private final Values values = new Values();
  private final int[] slot = new int[1];
  private final long[] hash = new long[1];

  DurableSourceState(StateTables tables) {
    table = tables.keyed("entries", List.of(TEXT), 0, Optional.empty());
    table.extend(values);
    keys = new EncodedKeys(table.layout());
  }

  @Override
  public void put(String key, String value) {
    find(key);
    values.set(slot[0], value);
  }

  @Override
  public void remove(String key) {
    find(key);
    values.release(slot[0]);
    table.remove(slot, 0, 1);
  }

  private void find(String key) {
    ColumnBatch batch = new BatchBuilder(KEY, 1).row(key).build();
    KeyHashing.hash(batch, FIRST, FIRST, 1, hash);
    keys.encode(batch, FIRST, FIRST, 1, hash);
    table.upsert(keys, slot);
  }

  @Override
  public void forEach(BiConsumer<String, String> entries) {
    IntArrayList slots = new IntArrayList(table.size());
    table.allSlots(slots);
    ColumnBuilder builder = new ColumnBuilder(TEXT, slots.size());
    table.appendKeys(0, slots.elements(), 0, slots.size(), builder);
    BytesColumn texts = (BytesColumn) builder.build();
    for (int i = 0; i < slots.size(); i++) {
      entries.accept(texts.text(i), values.get(slots.getInt(i)));
    }
  }

  /** The values, by slot of their key. */
  private static final class Values implements SlotExtension {
    private final List<String> values = new ArrayList<>();

    void set(int slot, String value) {
      while (values.size() <= slot) {
        values.add("");
      }
      values.set(slot, value);
    }

    String get(int slot) {
      return slot < values.size() ? values.get(slot) : "";
    }

    @Override
    public void write(int slot, StateOutput output) {
      byte[] value = get(slot).getBytes(StandardCharsets.UTF_8);
      output.writeVarInt(value.length);
      output.writeBytes(value, 0, value.length);
    }

    @Override
    public void read(int slot, StateInput input) {
      int length = input.readVarInt();
      set(slot, new String(input.array(), input.skip(length), length, StandardCharsets.UTF_8));
    }

    @Override
    public void release(int slot) {
      if (slot < values.size()) {
        values.set(slot, "");
      }
    }
  }
}
