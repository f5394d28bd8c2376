package io.millrace.exec.expression.runtime;

import io.millrace.api.batch.NestedReader;
import io.millrace.api.batch.NestedWriter;
import io.millrace.api.types.DataType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Functions over maps, in payloads. A key is never NULL and comes once. Not thread-safe. */
final class MapFunctions {
  private final Site site;
  private final PatternMemory pairSeparators = new PatternMemory();
  private final PatternMemory valueSeparators = new PatternMemory();
  private final NestedReader reader = new NestedReader();
  private final NestedWriter writer = new NestedWriter();

  MapFunctions(Site site) {
    this.site = site;
  }

  /** An entry of a map. */
  record Entry(byte[] key, byte @Nullable [] value) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Entry entry
          && Arrays.equals(entry.key, key)
          && Arrays.equals(entry.value, value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(key);
    }
  }

  List<Entry> list(DataType map, byte[] payload) {
    List<Entry> entries = new ArrayList<>();
    reader.open(payload, 0);
    while (reader.hasNext()) {
      reader.next(map.child(0));
      byte[] key = reader.payload(map.child(0));
      reader.next(map.child(1));
      if (key == null) {
        throw new IllegalStateException("a key of a map is NULL");
      }
      entries.add(new Entry(key, reader.payload(map.child(1))));
    }
    return entries;
  }

  /** A map of the entries, which must have different keys. */
  byte[] map(DataType type, List<Entry> entries) {
    Set<ByteBuffer> keys = new HashSet<>();
    writer.clear();
    for (Entry entry : entries) {
      if (!keys.add(ByteBuffer.wrap(entry.key()))) {
        site.invalid("a key comes twice in a map");
      }
      writer.addPayload(type.child(0), entry.key());
      writer.addPayload(type.child(1), entry.value());
    }
    writer.end();
    return writer.toByteArray();
  }

  byte[] key(byte @Nullable [] payload) {
    if (payload == null) {
      site.invalid("a key of a map cannot be NULL");
      return Texts.EMPTY;
    }
    return payload;
  }

  byte[] of(DataType type, byte @Nullable [][] given) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i + 1 < given.length; i += 2) {
      entries.add(new Entry(key(given[i]), given[i + 1]));
    }
    return map(type, entries);
  }

  byte @Nullable [] item(DataType type, byte[] payload, byte[] key) {
    for (Entry entry : list(type, payload)) {
      if (Arrays.equals(entry.key(), key)) {
        return entry.value();
      }
    }
    return null;
  }

  boolean containsKey(DataType type, byte[] payload, byte[] key) {
    return list(type, payload).stream().anyMatch(entry -> Arrays.equals(entry.key(), key));
  }

  byte[] keys(DataType type, byte[] payload) {
    List<Entry> entries = list(type, payload);
    writer.clear();
    entries.forEach(entry -> writer.addPayload(type.child(0), entry.key()));
    writer.end();
    return writer.toByteArray();
  }

  byte[] values(DataType type, byte[] payload) {
    List<Entry> entries = list(type, payload);
    writer.clear();
    entries.forEach(entry -> writer.addPayload(type.child(1), entry.value()));
    writer.end();
    return writer.toByteArray();
  }

  byte[] entries(DataType type, byte[] payload) {
    List<Entry> entries = list(type, payload);
    writer.clear();
    for (Entry entry : entries) {
      writer.begin();
      writer.addPayload(type.child(0), entry.key());
      writer.addPayload(type.child(1), entry.value());
    }
    writer.end();
    return writer.toByteArray();
  }

  byte @Nullable [] concat(DataType type, byte @Nullable [][] given) {
    List<Entry> all = new ArrayList<>();
    for (byte[] payload : given) {
      if (payload == null) {
        return null;
      }
      all.addAll(list(type, payload));
    }
    return map(type, all);
  }

  byte[] fromArrays(List<DataType> types, DataType result, byte[] keys, byte[] values) {
    ArrayFunctions arrays = new ArrayFunctions(site);
    List<byte @Nullable []> left = arrays.elements(types.get(0), keys);
    List<byte @Nullable []> right = arrays.elements(types.get(1), values);
    if (left.size() != right.size()) {
      site.invalid(left.size() + " keys and " + right.size() + " values make no map");
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      entries.add(new Entry(key(left.get(i)), right.get(i)));
    }
    return map(result, entries);
  }

  /** NULL if an entry is. */
  byte @Nullable [] fromEntries(DataType type, DataType result, byte[] payload) {
    ArrayFunctions arrays = new ArrayFunctions(site);
    List<Entry> entries = new ArrayList<>();
    for (byte[] entry : arrays.elements(type, payload)) {
      if (entry == null) {
        return null;
      }
      entries.add(
          new Entry(
              key(arrays.field(type.child(0), entry, 0)), arrays.field(type.child(0), entry, 1)));
    }
    return map(result, entries);
  }

  /** {@code a:1,b:2}; both separators are regular expressions. */
  byte[] fromText(String text, String pairs, String keyValue) {
    Map<String, @Nullable String> entries = new LinkedHashMap<>();
    try {
      for (String pair : pairSeparators.compiled(pairs, 0).split(text, -1)) {
        String[] parts = valueSeparators.compiled(keyValue, 0).split(pair, 2);
        if (entries.containsKey(parts[0])) {
          site.invalid("the key " + Site.quote(parts[0]) + " comes twice");
        }
        entries.put(parts[0], parts.length > 1 ? parts[1] : null);
      }
    } catch (PatternSyntaxException e) {
      site.invalid(Site.quote(e.getPattern()) + " is no regular expression");
    }
    List<Entry> list = new ArrayList<>();
    entries.forEach(
        (key, value) -> list.add(new Entry(utf8(key), value == null ? null : utf8(value))));
    return map(DataType.map(DataType.STRING, DataType.STRING), list);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
