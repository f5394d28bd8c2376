package io.millrace.state.rocksdb;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.state.KeyGroups;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.SectionHeader;
import io.millrace.state.format.v1.StoredValue;
import io.millrace.state.format.v1.TableConversion;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The database behind the log. One thread writes; others may read at the same time. What cannot be
 * read is an error that names the file, {@link ErrorCode#CHECKPOINT_CORRUPT}.
 */
public final class RocksStore implements AutoCloseable {
  private static final int VERSION = 1;
  private static final String META = "meta";
  private static final byte[] VERSION_KEY = bytes("version");
  private static final byte[] APPLIED_KEY = bytes("applied");
  private static final byte[] APPLYING_KEY = bytes("applying");
  private static final String TABLE_PREFIX = "table/";
  private static final String ROWS_PREFIX = "rows/";

  /** Keys that are read by one call: few enough for their values to fit, however large. */
  private static final int FOUND_AT_ONCE = 128;

  private final Path directory;
  private final RocksSettings settings;
  private final RocksDB database;
  private final ColumnFamilyHandle meta;
  private final Map<String, ColumnFamilyHandle> handles = new ConcurrentHashMap<>();
  private final Map<String, Family> families = new ConcurrentHashMap<>();
  private final Map<String, RowCounts> rowCounts = new ConcurrentHashMap<>();
  private final WriteOptions writeOptions =
      new WriteOptions().setDisableWAL(true).setMemtableInsertHintPerBatch(true);
  private volatile OptionalLong applied = OptionalLong.empty();
  private volatile OptionalLong applying = OptionalLong.empty();

  private RocksStore(
      Path directory, RocksSettings settings, RocksDB database, List<ColumnFamilyHandle> opened)
      throws RocksDBException {
    this.directory = directory;
    this.settings = settings;
    this.database = database;
    for (ColumnFamilyHandle handle : opened) {
      handles.put(new String(handle.getName(), StandardCharsets.UTF_8), handle);
    }
    ColumnFamilyHandle found = handles.get(META);
    this.meta = found == null ? create(META) : found;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether there is a database in a directory; loads nothing. */
  public static boolean exists(Path directory) {
    return Files.exists(directory.resolve("CURRENT"));
  }

  /**
   * Opens the database in a directory, which is made if it does not exist.
   *
   * @param writeBufferBytes of each family that are gathered before a file is written
   */
  public static RocksStore open(Path directory, long writeBufferBytes) {
    RocksLibrary.load();
    RocksSettings settings = new RocksSettings(writeBufferBytes);
    RocksStore store = null;
    try {
      Files.createDirectories(directory);
      List<ColumnFamilyHandle> opened = new ArrayList<>();
      RocksDB database = open(directory, settings, opened);
      store = new RocksStore(directory, settings, database, opened);
      store.readMeta();
      return store;
    } catch (RocksDBException cause) {
      closeAll(store, settings);
      throw exists(directory)
          ? RocksErrors.readFailed(directory, cause)
          : RocksErrors.writeFailed(directory, cause);
    } catch (IOException cause) {
      closeAll(store, settings);
      throw error(ErrorCode.CHECKPOINT_WRITE_FAILED, directory, cause.getMessage())
          .cause(cause)
          .build();
    } catch (RuntimeException | Error cause) {
      closeAll(store, settings);
      throw cause;
    }
  }

  private static void closeAll(@Nullable RocksStore store, RocksSettings settings) {
    if (store != null) {
      store.close();
    } else {
      settings.close();
    }
  }

  private static RocksDB open(
      Path directory, RocksSettings settings, List<ColumnFamilyHandle> opened)
      throws RocksDBException {
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    if (exists(directory)) {
      for (byte[] name : settings.listFamilies(directory)) {
        descriptors.add(new ColumnFamilyDescriptor(name, settings.family()));
      }
    } else {
      descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, settings.family()));
    }
    return RocksDB.open(settings.database(), directory.toString(), descriptors, opened);
  }

  private ColumnFamilyHandle create(String name) throws RocksDBException {
    ColumnFamilyHandle handle =
        database.createColumnFamily(new ColumnFamilyDescriptor(bytes(name), settings.family()));
    handles.put(name, handle);
    return handle;
  }

  private void readMeta() throws RocksDBException {
    byte[] version = database.get(meta, VERSION_KEY);
    if (version == null) {
      database.put(meta, writeOptions, VERSION_KEY, new byte[] {VERSION});
    } else if (version.length != 1 || version[0] != VERSION) {
      throw error(
              ErrorCode.CHECKPOINT_TOO_NEW, directory, version.length == 1 ? version[0] : "unknown")
          .build();
    }
    applied = readNumber(APPLIED_KEY);
    applying = readNumber(APPLYING_KEY);
    for (Map.Entry<String, ColumnFamilyHandle> each : handles.entrySet()) {
      byte[] table = database.get(meta, bytes(TABLE_PREFIX + each.getKey()));
      if (table != null) {
        Family family = new Family(readHeader(table), each.getKey(), each.getValue());
        families.put(name(family), family);
        rowCounts.put(name(family), readRows(name(family), family));
      }
    }
  }

  private RowCounts readRows(String name, Family family) throws RocksDBException {
    byte[] rows = database.get(meta, bytes(ROWS_PREFIX + name));
    if (rows == null) {
      return countRows(family);
    }
    try {
      return RowCounts.of(rows);
    } catch (IllegalStateException | IndexOutOfBoundsException cause) {
      throw damaged("numbers of rows cannot be understood", cause);
    }
  }

  /** Rows were not counted always. */
  private RowCounts countRows(Family family) {
    RowCounts counts = new RowCounts();
    byte[] group = new byte[Short.BYTES];
    try (FamilyCursor cursor = cursor(family)) {
      for (cursor.seekGroup(0); cursor.isValid(); cursor.next()) {
        cursor.key().get(group);
        counts.add(group, 0, 1);
      }
    }
    return counts;
  }

  private SectionHeader readHeader(byte[] table) {
    StateInput input = new StateInput();
    input.set(table, 0, table.length);
    try {
      return SectionHeader.read(input);
    } catch (IllegalArgumentException | IndexOutOfBoundsException cause) {
      throw damaged("a table is described in a way that cannot be understood", cause);
    }
  }

  /** The error for content that cannot be what was written. */
  public MillraceException damaged(String what, RuntimeException cause) {
    return RocksErrors.corrupt(directory, what).cause(cause).build();
  }

  /** The newest epoch of which something may be in a database. */
  static OptionalLong readApplying(RocksDB database, List<ColumnFamilyHandle> handles)
      throws RocksDBException {
    for (ColumnFamilyHandle handle : handles) {
      if (new String(handle.getName(), StandardCharsets.UTF_8).equals(META)) {
        return readNumber(database, handle, APPLYING_KEY);
      }
    }
    return OptionalLong.empty();
  }

  private OptionalLong readNumber(byte[] key) throws RocksDBException {
    return readNumber(database, meta, key);
  }

  private static OptionalLong readNumber(RocksDB database, ColumnFamilyHandle meta, byte[] key)
      throws RocksDBException {
    byte[] number = database.get(meta, key);
    return number == null
        ? OptionalLong.empty()
        : OptionalLong.of(ByteBuffer.wrap(number).getLong());
  }

  public Path directory() {
    return directory;
  }

  /** All epochs up to this one are there; empty if none is. */
  public OptionalLong applied() {
    return applied;
  }

  /** Of epochs up to this one something may be there; empty if there is nothing. */
  public OptionalLong applying() {
    return applying;
  }

  /** Where a table is; empty if nothing of it was written. */
  public Optional<Family> family(String operator, String table) {
    return Optional.ofNullable(families.get(operator + "/" + table));
  }

  /** All tables of which something was written. */
  public List<Family> families() {
    return List.copyOf(families.values());
  }

  /** Where a table is, or will be. */
  public Family family(SectionHeader header) {
    String name = header.operator() + "/" + header.table();
    Family known = families.get(name);
    if (known != null && known.header().equals(header)) {
      return known;
    }
    try {
      String place = known == null ? name : known.place();
      ColumnFamilyHandle handle = handles.get(place);
      if (handle == null) {
        handle = create(place);
      }
      database.put(meta, writeOptions, bytes(TABLE_PREFIX + place), bytes(header));
      Family family = new Family(header, place, handle);
      families.put(name, family);
      rowCounts.putIfAbsent(name, new RowCounts());
      return family;
    } catch (RocksDBException cause) {
      throw RocksErrors.writeFailed(directory, cause);
    }
  }

  private static byte[] bytes(SectionHeader header) {
    StateOutput output = new StateOutput();
    header.write(output);
    return Arrays.copyOf(output.array(), output.size());
  }

  /**
   * Takes a table to another layout: writes everything into a family of its own, and then says at
   * once that this one is the table's. What ends in between leaves the table as it was.
   *
   * @param beforeWrite is called before each batch of writes
   */
  public void convert(Family old, TableConversion conversion, Runnable beforeWrite) {
    SectionHeader header = conversion.header(old.header());
    String place = name(old) + "@" + Long.toHexString(header.signature());
    try {
      drop(place);
      Family family = new Family(header, place, create(place));
      RowCounts counts = copy(old, family, conversion, beforeWrite);
      flush();
      beforeWrite.run();
      SortedBatch change = batch();
      change.delete(meta.getID(), bytes(TABLE_PREFIX + old.place()));
      change.put(meta.getID(), bytes(TABLE_PREFIX + place), bytes(header));
      change.put(meta.getID(), bytes(ROWS_PREFIX + name(family)), counts.toBytes());
      write(change);
      beforeWrite.run();
      flush();
      families.put(name(family), family);
      rowCounts.put(name(family), counts);
      drop(old.place());
    } catch (RocksDBException cause) {
      throw RocksErrors.writeFailed(directory, cause);
    }
  }

  private RowCounts copy(
      Family old, Family target, TableConversion conversion, Runnable beforeWrite) {
    RowCounts counts = new RowCounts();
    ChangeBlock block = new ChangeBlock();
    SortedBatch batch = batch();
    StateOutput value = new StateOutput();
    int words = target.header().words();
    try (FamilyCursor cursor = cursor(old)) {
      cursor.seekGroup(0);
      while (cursor.read(block, KeyGroups.COUNT)) {
        ChangeBlock wide = conversion.convert(old.header(), block);
        for (int i = 0; i < wide.count(); i++) {
          value.clear();
          value.writeBytes(wide.bytes(), wide.keyStarts()[i], wide.keyLengths()[i]);
          int length = target.header().extended() ? wide.extensionLengths()[i] : 0;
          int start = target.header().extended() ? wide.extensionStarts()[i] : 0;
          int keyLength = value.size();
          StoredValue.write(wide.words(), i * words, words, wide.bytes(), start, length, value);
          counts.add(value.array(), 0, 1);
          batch.put(target, value.array(), 0, keyLength, keyLength, value.size() - keyLength);
        }
        beforeWrite.run();
        write(batch);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException cause) {
      throw damaged("what it has of " + name(old) + " cannot be understood", cause);
    }
    return counts;
  }

  /** Drops a family if there is one. */
  private void drop(String place) throws RocksDBException {
    ColumnFamilyHandle handle = handles.remove(place);
    if (handle != null) {
      database.dropColumnFamily(handle);
      handle.close();
    }
  }

  private void flush() throws RocksDBException {
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
      database.flush(flush, List.copyOf(handles.values()));
    }
  }

  /** Says that epochs up to one are going to be written. */
  public void beginApply(long epoch) {
    putNumber(APPLYING_KEY, epoch);
    applying = OptionalLong.of(epoch);
  }

  /** A new batch of writes. */
  public SortedBatch batch() {
    return new SortedBatch();
  }

  /** Makes the writes of a batch and clears it. */
  public void write(SortedBatch batch) {
    if (batch.isEmpty()) {
      return;
    }
    try (WriteBatch whole = new WriteBatch(batch.toByteArray())) {
      database.write(writeOptions, whole);
    } catch (RocksDBException cause) {
      throw RocksErrors.writeFailed(directory, cause);
    }
    batch.clear();
  }

  /** Says that all epochs up to one are written, and makes everything durable. */
  public void finishApply(long epoch) {
    putNumber(APPLIED_KEY, epoch);
    try {
      flush();
    } catch (RocksDBException cause) {
      throw RocksErrors.writeFailed(directory, cause);
    }
    applied = OptionalLong.of(epoch);
  }

  private void putNumber(byte[] key, long number) {
    try {
      database.put(
          meta, writeOptions, key, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    } catch (RocksDBException cause) {
      throw RocksErrors.writeFailed(directory, cause);
    }
  }

  /** How many keys a table has; {@link #putRows} makes what is added to it durable. */
  public RowCounts rows(Family family) {
    return requireNonNull(rowCounts.get(name(family)));
  }

  /** Writes how many keys a table has, together with what else the batch writes. */
  public void putRows(SortedBatch batch, Family family) {
    batch.put(meta.getID(), bytes(ROWS_PREFIX + name(family)), rows(family).toBytes());
  }

  private static String name(Family family) {
    return family.header().operator() + "/" + family.header().table();
  }

  /** A walk through all of a table's keys. */
  public FamilyCursor cursor(Family family) {
    return new FamilyCursor(this, database, family, true);
  }

  /** A walk through a few of a table's keys, here and there. */
  public FamilyCursor shortCursor(Family family) {
    return new FamilyCursor(this, database, family, false);
  }

  /**
   * Reads keys of a table, as far as a block takes them.
   *
   * @param keys their numbers, in the order of the keys
   * @param found receives those that are there
   * @return behind the last that was looked for, which is the first at least
   */
  public int find(
      Family family,
      byte[] source,
      int[] starts,
      int[] lengths,
      int[] keys,
      int from,
      int to,
      ChangeBlock found) {
    found.begin(family.header().words());
    int last = Math.min(to, from + ChangeBlock.MAX_ENTRIES);
    int next = from;
    boolean room = true;
    while (room && next < last) {
      int end = Math.min(last, next + FOUND_AT_ONCE);
      room = findSome(family, source, starts, lengths, keys, next, end, found);
      next = end;
    }
    return next;
  }

  private boolean findSome(
      Family family,
      byte[] source,
      int[] starts,
      int[] lengths,
      int[] keys,
      int from,
      int to,
      ChangeBlock found) {
    List<byte[]> wanted = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      int start = starts[keys[i]];
      wanted.add(Arrays.copyOfRange(source, start, start + lengths[keys[i]]));
    }
    try {
      List<byte[]> values =
          database.multiGetAsList(Collections.nCopies(to - from, family.handle()), wanted);
      boolean room = true;
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i) != null) {
          room = found.add(ByteBuffer.wrap(wanted.get(i)), ByteBuffer.wrap(values.get(i)));
        }
      }
      return room;
    } catch (RocksDBException cause) {
      throw RocksErrors.readFailed(directory, cause);
    } catch (IllegalArgumentException | BufferUnderflowException cause) {
      throw damaged("a value cannot be understood", cause);
    }
  }

  /** The bytes of its files, roughly. */
  public long bytes() {
    try {
      long bytes = 0;
      for (ColumnFamilyHandle handle : handles.values()) {
        bytes += database.getLongProperty(handle, "rocksdb.live-sst-files-size");
      }
      return bytes;
    } catch (RocksDBException cause) {
      throw RocksErrors.readFailed(directory, cause);
    }
  }

  /** Waits until no file is being written in the background, and holds it so until closed. */
  public void pause() {
    try {
      database.pauseBackgroundWork();
    } catch (RocksDBException cause) {
      throw RocksErrors.writeFailed(directory, cause);
    }
  }

  /** Undoes {@link #pause}. */
  public void resume() {
    try {
      database.continueBackgroundWork();
    } catch (RocksDBException cause) {
      throw RocksErrors.writeFailed(directory, cause);
    }
  }

  /** Closes the database; what was not flushed is lost. */
  @Override
  public void close() {
    database.cancelAllBackgroundWork(true);
    handles.values().forEach(ColumnFamilyHandle::close);
    database.close();
    writeOptions.close();
    settings.close();
  }
}
