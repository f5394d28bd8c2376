package io.millrace.state;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Rows that an {@link OrderedTable} or a {@link MultisetTable} was asked for: those of each
 * request, the requests one behind the other. Filled anew by each call. Not thread-safe.
 */
public final class GroupRows {
  private final IntArrayList handles = new IntArrayList();
  private final LongArrayList copies = new LongArrayList();
  private final IntArrayList ends = new IntArrayList();

  /** Begins to take rows. */
  public void clear() {
    handles.clear();
    copies.clear();
    ends.clear();
  }

  /**
   * Takes a row that is there so often: has so many positions in the range asked for, or weighs so
   * much.
   */
  public void add(int handle, long rowCopies) {
    handles.add(handle);
    copies.add(rowCopies);
  }

  /** Ends a request. */
  public void endRequest() {
    ends.add(handles.size());
  }

  /** The handles of all rows. */
  public int[] handles() {
    return handles.elements();
  }

  /** How often each row is there. */
  public long[] copies() {
    return copies.elements();
  }

  /** Where the rows of a request begin. */
  public int start(int request) {
    return request == 0 ? 0 : ends.getInt(request - 1);
  }

  /** Where the rows of a request end. */
  public int end(int request) {
    return ends.getInt(request);
  }

  /** The rows of all requests. */
  public int size() {
    return handles.size();
  }
}
