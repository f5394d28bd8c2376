package io.millrace.state;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * State that survives: a log of epochs, each one record with a header of its owner's and all
 * changes of the epoch as absolute values, and a store behind it that old epochs go to. An epoch is
 * decided when {@link #commit} returns, and not before.
 *
 * <p>Order of calls: {@link #tables} for all tables, {@link #recover}, perhaps {@link #replay},
 * then for each epoch writes into the tables and {@link #commit}. An epoch may hold many batches,
 * the steps of a continuous query: {@link StateTables#beginBatch} does not end it. Used by one
 * thread at a time, but for the tables, which their operators use. Anything on disk that cannot be
 * read is an error that names the file: {@link io.millrace.api.error.ErrorCode#CHECKPOINT_CORRUPT}.
 */
public interface DurableStore extends StateStore {

  /** The newest decided epoch; empty if there is none. */
  OptionalLong newest();

  /** The oldest epoch that {@link #recover} can still go to; empty if there is none. */
  OptionalLong oldest();

  /**
   * Whether {@link #recover} and {@link #rewind} can go to an epoch, or to −1, the state before the
   * first. An epoch whose changes are in the store behind the log cannot be taken out of it.
   */
  boolean canRecover(long epoch);

  /** The header of a decided epoch; empty if its record is not there (any more). */
  Optional<byte[]> header(long epoch);

  /**
   * What the bytes of all open tables mean, by table and version of it: what {@link #knowLayouts}
   * takes.
   */
  Map<String, String> layouts();

  /**
   * Tells what the bytes of tables mean, or meant in earlier runs. What is of a layout that differs
   * from that of the open table is taken to it if the columns of the table have become wider, else
   * it is an error. Called before {@link #recover}.
   *
   * @param layouts that earlier runs had, as {@link #layouts} gave them before anything of the kind
   *     was committed
   * @throws IllegalArgumentException they are something else
   */
  void knowLayouts(Map<String, String> layouts);

  /**
   * Makes the tables what they were behind an epoch, which lies between {@link #oldest} and {@link
   * #newest}, or −1 for the state before the first. Called once.
   */
  void recover(long epoch);

  /** Applies the changes that a record holds for some operators, by name. */
  void replay(long epoch, Predicate<String> operators);

  /**
   * Decides an epoch: appends one record with all changes since the last one and syncs it. If that
   * fails the epoch is not decided and the store can only be closed.
   *
   * <p>After {@link #recover} to an epoch before the newest, those behind it are run and committed
   * again: their records stay as they are, and the changes are in them already.
   *
   * @param epoch the next one
   * @param header what its owner wants to know of it
   * @throws io.millrace.api.error.MillraceException CHECKPOINT_WRITE_FAILED (disk full, I/O error)
   */
  void commit(long epoch, byte[] header);

  /**
   * Allows epochs up to this one to leave the log for the store behind it, some time later and in
   * the background. Nobody will go back to an epoch before it.
   */
  void release(long epoch);

  /**
   * Allows epochs up to this one to leave the log sooner than they are released, so that state can
   * leave memory if there is too much of it. Nobody has to go back to an epoch before it.
   */
  void releaseIfNeeded(long epoch);

  /** Forgets all epochs behind one; called before {@link #recover} to go back to it. */
  void rewind(long epoch);
}
