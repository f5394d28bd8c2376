package io.millrace.benchmark.data;

/**
 * What Nexmark makes of the number of an event. Events come in blocks of fifty: a person, three
 * auctions, and then bids. So the number alone says how many persons and auctions there are by
 * then.
 */
final class EventNumbers {
  static final int BLOCK = 50;
  static final int AUCTIONS_OF_BLOCK = 3;

  /** The first id of a person, and of an auction. */
  static final long FIRST_ID = 1000;

  private EventNumbers() {}

  static Table table(long event) {
    long place = event % BLOCK;
    if (place == 0) {
      return Table.PERSON;
    }
    return place <= AUCTIONS_OF_BLOCK ? Table.AUCTION : Table.BID;
  }

  /** The id of the newest person, who may be this event. */
  static long newestPerson(long event) {
    return FIRST_ID + event / BLOCK;
  }

  /** The id of the newest auction, which may be this event; below the first id if there is none. */
  static long newestAuction(long event) {
    long before = event / BLOCK * AUCTIONS_OF_BLOCK;
    return FIRST_ID - 1 + before + Math.min(event % BLOCK, AUCTIONS_OF_BLOCK);
  }
}
