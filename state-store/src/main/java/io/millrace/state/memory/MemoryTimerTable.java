package io.millrace.state.memory;

import io.millrace.api.types.DataType;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyLayout;
import io.millrace.state.TimerTable;
import io.millrace.state.format.v1.LongBytes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Timers on the heap. The words of a timer's slot: key, number, time. Slots are found by their
 * number among those of their key, and ordered by time among all.
 */
final class MemoryTimerTable implements TimerTable, GroupedValues {
  private static final int KEY_WORD = 0;
  private static final int NUMBER_WORD = 1;
  private static final int TIME_WORD = 2;
  private static final int WIDTH = 3;

  /** The one group of all timers by time. */
  private static final int ALL = 0;

  private static final LongBytes NO_BYTES =
      new LongBytes() {
        @Override
        public byte[] array(long address) {
          throw new IllegalStateException("timers have no bytes");
        }

        @Override
        public int offset(long address) {
          throw new IllegalStateException("timers have no bytes");
        }
      };

  private final KeyLayout layout =
      new KeyLayout(List.of(DataType.BIGINT.notNull(), DataType.BIGINT.notNull()));
  private final MemoryKeyedTable owner;
  private final SlotWords timers = new SlotWords(WIDTH);
  private final NumberOrder numberOrder = new NumberOrder();
  private final TimeOrder timeOrder = new TimeOrder();
  private final SortedSlots byKey = new SortedSlots(numberOrder);
  private final SortedSlots byTime = new SortedSlots(timeOrder);
  private final IntArrayList taken = new IntArrayList();

  /** What a durable store wants to know; nothing is noted while nobody does. */
  private @Nullable GroupedChangeLog changeLog;

  /**
   * @param owner the table of the keys
   */
  MemoryTimerTable(MemoryKeyedTable owner) {
    this.owner = owner;
  }

  /** The timers of a key by their numbers. */
  private static final class NumberOrder implements SortedSlots.Order {
    private long number;

    void probe(long probed) {
      number = probed;
    }

    @Override
    public long prefix() {
      return number;
    }

    @Override
    public int compare(int slot) {
      return 0;
    }

    @Override
    public long weight(int slot) {
      return 1;
    }
  }

  /**
   * All timers by time, those of one time by the hash of their key, which does not depend on slots,
   * and their number. The probe is a timer, or a time, which equals all timers of it.
   */
  private final class TimeOrder implements SortedSlots.Order {
    private long time;
    private int timer = SortedSlots.NONE;
    private long hash;

    void probe(int probed) {
      time = time(probed);
      timer = probed;
      hash = owner.hash(group(probed));
    }

    void probe(long probed) {
      time = probed;
      timer = SortedSlots.NONE;
    }

    @Override
    public long prefix() {
      return time;
    }

    @Override
    public int compare(int slot) {
      if (timer == SortedSlots.NONE || timer == slot) {
        return 0;
      }
      int comparison = Long.compareUnsigned(hash, owner.hash(group(slot)));
      if (comparison == 0) {
        comparison = Long.compare(number(timer), number(slot));
      }
      return comparison == 0 ? Integer.compare(timer, slot) : comparison;
    }

    @Override
    public long weight(int slot) {
      return 1;
    }
  }

  private long time(int timer) {
    return timers.word(timer, TIME_WORD);
  }

  private long number(int timer) {
    return timers.word(timer, NUMBER_WORD);
  }

  @Override
  public void set(int[] keys, long[] numbers, long[] times, int count) {
    for (int i = 0; i < count; i++) {
      if (times[i] == NEVER) {
        delete(keys[i], numbers[i]);
        continue;
      }
      int timer = find(keys[i], numbers[i]);
      if (timer == SortedSlots.NONE) {
        timer = create(keys[i], numbers[i], times[i]);
        if (changeLog != null) {
          changeLog.changes().created(timer);
        }
      } else if (time(timer) != times[i]) {
        move(timer, times[i]);
        if (changeLog != null) {
          changeLog.changes().touched(timer);
        }
      }
    }
  }

  private int find(int key, long number) {
    numberOrder.probe(number);
    return byKey.find(key);
  }

  /** Makes a timer that was not found. */
  private int create(int key, long number, long time) {
    int timer = timers.take();
    timers.setWord(timer, KEY_WORD, key);
    timers.setWord(timer, NUMBER_WORD, number);
    timers.setWord(timer, TIME_WORD, time);
    byKey.insert(key, timer, 1);
    insertByTime(timer);
    return timer;
  }

  private void insertByTime(int timer) {
    timeOrder.probe(timer);
    byTime.find(ALL);
    byTime.insert(ALL, timer, 1);
  }

  private void removeByTime(int timer) {
    timeOrder.probe(timer);
    byTime.find(ALL);
    byTime.remove(ALL);
  }

  private void move(int timer, long time) {
    removeByTime(timer);
    timers.setWord(timer, TIME_WORD, time);
    insertByTime(timer);
  }

  @Override
  public void delete(int[] keys, long[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      delete(keys[i], numbers[i]);
    }
  }

  private void delete(int key, long number) {
    int timer = find(key, number);
    if (timer != SortedSlots.NONE) {
      byKey.remove(key);
      removeByTime(timer);
      logAndFree(timer);
    }
  }

  private void logAndFree(int timer) {
    if (changeLog != null) {
      changeLog.removed(timer);
    }
    timers.free(timer);
  }

  @Override
  public void times(int[] keys, long[] numbers, int count, long[] times) {
    for (int i = 0; i < count; i++) {
      int timer = find(keys[i], numbers[i]);
      times[i] = timer == SortedSlots.NONE ? NEVER : time(timer);
    }
  }

  @Override
  public void takeDue(long bound, IntArrayList keys, LongArrayList numbers, LongArrayList times) {
    taken.clear();
    timeOrder.probe(bound);
    byTime.removeBefore(ALL, true, taken);
    for (int i = 0; i < taken.size(); i++) {
      int timer = taken.getInt(i);
      int key = group(timer);
      keys.add(key);
      numbers.add(number(timer));
      times.add(time(timer));
      find(key, number(timer));
      byKey.remove(key);
      logAndFree(timer);
    }
  }

  @Override
  public long next() {
    return byTime.isEmpty(ALL) ? NEVER : byTime.firstPrefix(ALL);
  }

  @Override
  public void removeKeys(int[] keys, int from, int to) {
    for (int i = from; i < to; i++) {
      takeKey(keys[i]);
      for (int timer = 0; timer < taken.size(); timer++) {
        logAndFree(taken.getInt(timer));
      }
    }
  }

  /** Takes out all timers of a key, but for their slots. */
  private void takeKey(int key) {
    taken.clear();
    byKey.removeGroup(key, taken);
    for (int i = 0; i < taken.size(); i++) {
      removeByTime(taken.getInt(i));
    }
  }

  @Override
  public void dropGroup(int group) {
    takeKey(group);
    for (int i = 0; i < taken.size(); i++) {
      timers.free(taken.getInt(i));
    }
  }

  @Override
  public void place(EncodedKeys placed, int[] slots, long[] times, int[] entries) {
    for (int i = 0; i < placed.count(); i++) {
      int key = (int) placed.words()[i * layout.width() + KEY_WORD];
      long number = placed.words()[i * layout.width() + NUMBER_WORD];
      slots[i] = find(key, number);
      if (slots[i] == SortedSlots.NONE) {
        slots[i] = create(key, number, times[entries[i]]);
      } else {
        move(slots[i], times[entries[i]]);
      }
    }
  }

  @Override
  public void dropValues(EncodedKeys gone, int[] slots) {
    for (int i = 0; i < gone.count(); i++) {
      int key = (int) gone.words()[i * layout.width() + KEY_WORD];
      slots[i] = find(key, gone.words()[i * layout.width() + NUMBER_WORD]);
      if (slots[i] != SortedSlots.NONE) {
        byKey.remove(key);
        removeByTime(slots[i]);
        timers.free(slots[i]);
      }
    }
  }

  @Override
  public void logChanges(GroupedChangeLog log) {
    changeLog = log;
  }

  @Override
  public KeyLayout layout() {
    return layout;
  }

  @Override
  public long[][] segments() {
    return timers.segments();
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int valueWord() {
    return TIME_WORD;
  }

  @Override
  public LongBytes longBytes() {
    return NO_BYTES;
  }

  @Override
  public int group(int slot) {
    return (int) timers.word(slot, KEY_WORD);
  }

  @Override
  public int size() {
    return timers.size();
  }

  @Override
  public long memoryBytes() {
    long bytes = timers.memoryBytes() + byKey.memoryBytes() + byTime.memoryBytes();
    return changeLog == null ? bytes : bytes + changeLog.memoryBytes();
  }
}
