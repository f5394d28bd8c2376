package io.millrace.state.format.v1;

import io.millrace.api.types.DataType;
import io.millrace.state.KeyGroups;
import io.millrace.state.KeyLayout;
import io.millrace.state.StateField;
import io.millrace.state.StateOutput;
import io.millrace.state.TypeWidening;
import io.millrace.state.format.v1.TableLayout.Values;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes what was written of a table to what the table is now, where columns have become wider:
 * entry by entry, each to one. Not thread-safe.
 */
public final class TableConversion {
  private final TableLayout from;
  private final TableLayout to;
  private final int prefixBytes;
  private final KeyConversion keys;
  private final Optional<KeyConversion> values;
  private final int[] sources;
  private final ChangeBlock converted = new ChangeBlock();
  private final int[] ends = new int[ChangeBlock.MAX_ENTRIES];
  private final StateOutput key = new StateOutput();
  private final StateOutput value = new StateOutput();
  private final long[] words;

  /** A word that is the sign of the word before it. */
  private static final int SIGN = -1;

  private TableConversion(TableLayout from, TableLayout to, int[] sources) {
    this.from = from;
    this.to = to;
    this.prefixBytes = to.horizon().isPresent() ? Short.BYTES + Long.BYTES : Short.BYTES;
    this.keys = new KeyConversion(from.keyLayout(), to.keyLayout(), 0, List.of());
    this.values =
        to.values()
            .map(
                v ->
                    new KeyConversion(
                        layout(from.values().orElseThrow()), layout(v), 1, v.orders()));
    this.sources = sources;
    this.words = new long[sources.length];
  }

  private static KeyLayout layout(Values values) {
    List<DataType> types = new ArrayList<>(List.of(DataType.BIGINT.notNull()));
    types.addAll(values.types());
    return new KeyLayout(types);
  }

  /** How to take one layout to another; empty if that cannot be done. */
  public static Optional<TableConversion> between(TableLayout from, TableLayout to) {
    boolean fits =
        from.groupColumns() == to.groupColumns()
            && from.horizon().equals(to.horizon())
            && from.extensions() == to.extensions()
            && isWider(from.keys(), to.keys())
            && from.values().isPresent() == to.values().isPresent();
    if (fits && to.values().isPresent()) {
      Values before = from.values().orElseThrow();
      Values now = to.values().get();
      fits =
          before.kind().equals(now.kind())
              && before.orders().equals(now.orders())
              && isWider(before.types(), now.types());
    }
    return fits ? sources(from, to).map(s -> new TableConversion(from, to, s)) : Optional.empty();
  }

  private static boolean isWider(List<DataType> from, List<DataType> to) {
    boolean wider = from.size() == to.size();
    for (int i = 0; wider && i < from.size(); i++) {
      wider = TypeWidening.allows(from.get(i), to.get(i));
    }
    return wider;
  }

  /** Where each word comes from; empty if some word has no place any more, or none yet. */
  private static Optional<int[]> sources(TableLayout from, TableLayout to) {
    if (to.values().isPresent()) {
      return Optional.of(new int[] {0});
    }
    if (from.fields().size() != to.fields().size()) {
      return Optional.empty();
    }
    int[] sources = new int[to.words()];
    int source = 0;
    int target = 0;
    for (int i = 0; i < to.fields().size(); i++) {
      StateField before = from.fields().get(i);
      StateField now = to.fields().get(i);
      int more = now.words() - before.words();
      if (!before.name().equals(now.name()) || more < 0 || more > 1) {
        return Optional.empty();
      }
      for (int word = 0; word < before.words(); word++) {
        sources[target++] = source++;
      }
      if (more > 0) {
        sources[target++] = SIGN;
      }
    }
    return Optional.of(sources);
  }

  /** The header that a section has afterwards. */
  public SectionHeader header(SectionHeader before) {
    boolean hasValue = values.isPresent() && before.kind() != ChangeKind.GROUP_REMOVED;
    boolean variable = keys.writer().variable();
    int bytes = prefixBytes + keys.writer().fixedBytes();
    if (hasValue) {
      variable |= values.get().writer().variable();
      bytes += values.get().writer().fixedBytes();
    }
    return new SectionHeader(
        before.kind(),
        before.operator(),
        before.table(),
        to.signature(),
        variable ? KeyCodec.VARIABLE : bytes,
        isPut(before) ? to.words() : 0,
        before.fresh(),
        before.extended(),
        before.exact());
  }

  private static boolean isPut(SectionHeader header) {
    return header.kind() == ChangeKind.KEY_PUT || header.kind() == ChangeKind.VALUE_PUT;
  }

  /**
   * The entries of a block of a section, until the next call.
   *
   * @throws IllegalArgumentException they are not what the layout says
   */
  public ChangeBlock convert(SectionHeader before, ChangeBlock block) {
    int count = block.count();
    for (int i = 0; i < count; i++) {
      ends[i] = block.keyStarts[i] + prefixBytes;
    }
    keys.read(block.bytes, ends, count);
    boolean hasValue = values.isPresent() && before.kind() != ChangeKind.GROUP_REMOVED;
    if (hasValue) {
      values.get().read(block.bytes, ends, count);
    }
    long[] hashes = keys.hashes();
    boolean put = isPut(before);
    converted.begin(put ? to.words() : 0);
    for (int i = 0; i < count; i++) {
      if (ends[i] != block.keyStarts[i] + block.keyLengths[i]) {
        throw new IllegalArgumentException("a key is not as long as its columns");
      }
      writeKey(block, i, KeyGroups.group(hashes[i]), hasValue);
      writeValue(block, i, put, before.extended());
      converted.add(
          ByteBuffer.wrap(key.array(), 0, key.size()),
          ByteBuffer.wrap(value.array(), 0, value.size()));
    }
    return converted;
  }

  private void writeKey(ChangeBlock block, int entry, int group, boolean hasValue) {
    key.clear();
    key.reserve(prefixBytes + keys.bound(entry) + (hasValue ? values.get().bound(entry) : 0));
    key.writeByte(group >>> 8);
    key.writeByte(group);
    int start = block.keyStarts[entry];
    key.writeBytes(block.bytes, start + Short.BYTES, prefixBytes - Short.BYTES);
    int end = keys.write(entry, key.array(), key.size());
    if (hasValue) {
      end = values.get().write(entry, key.array(), end);
    }
    key.advance(end - key.size());
  }

  private void writeValue(ChangeBlock block, int entry, boolean put, boolean extended) {
    value.clear();
    int given = from.words();
    int count = put ? sources.length : 0;
    for (int i = 0; i < count; i++) {
      words[i] = sources[i] == SIGN ? words[i - 1] >> 63 : block.words[entry * given + sources[i]];
    }
    int length = extended ? block.extensionLengths[entry] : 0;
    int start = extended ? block.extensionStarts[entry] : 0;
    StoredValue.write(words, 0, count, block.bytes, start, length, value);
  }
}
