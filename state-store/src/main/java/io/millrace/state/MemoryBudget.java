package io.millrace.state;

import java.util.ArrayList;
import java.util.List;

/**
 * Heap that the state of all queries of a process may take together. Each store has an account and
 * says now and then how much it uses. Thread-safe.
 */
public final class MemoryBudget {
  private long bytes;
  private final List<Account> accounts = new ArrayList<>();

  /** A budget of so many bytes. */
  public MemoryBudget(long bytes) {
    this.bytes = bytes;
  }

  /** As much as there is. */
  public static MemoryBudget unlimited() {
    return new MemoryBudget(Long.MAX_VALUE);
  }

  /** Sets another number of bytes, to which stores keep from when they say next what they use. */
  public synchronized void limit(long newBytes) {
    bytes = newBytes;
  }

  /** Opens an account. */
  public synchronized Account open() {
    Account account = new Account();
    accounts.add(account);
    return account;
  }

  /** What one store uses. */
  public final class Account implements AutoCloseable {
    private long used;

    private Account() {}

    /**
     * Says how much the store uses now.
     *
     * @return how much it may use: more than that while the budget lasts, else what those that use
     *     little leave to those that use much, each of these alike
     */
    public long use(long nowUsed) {
      synchronized (MemoryBudget.this) {
        used = nowUsed;
        long total = 0;
        for (Account account : accounts) {
          total += account.used;
        }
        return total <= bytes ? nowUsed + (bytes - total) : share();
      }
    }

    @Override
    public void close() {
      synchronized (MemoryBudget.this) {
        accounts.remove(this);
      }
    }
  }

  /** The most that every account may use so that all together do not use too much. */
  private long share() {
    long[] used = accounts.stream().mapToLong(account -> account.used).sorted().toArray();
    long left = bytes;
    for (int i = 0; i < used.length; i++) {
      long share = left / (used.length - i);
      if (used[i] > share) {
        return share;
      }
      left -= used[i];
    }
    return left;
  }
}
