package io.millrace.benchmark.data;

import java.time.Instant;
import java.util.SplittableRandom;

/**
 * The events themselves. Each is a function of the seed and its number, so it does not matter who
 * writes which, or when.
 *
 * <p>The shares are Nexmark's: half of the bids go to the auction that is hot just now, three of
 * four come from the bidder who is, three of four auctions are of the seller who is, and half of
 * the bids arrive through four large channels. The others spread over the auctions that are open
 * and the persons that are active at the time.
 */
final class Events {
  /** One of so many auctions is hot, until so many more have been opened; likewise persons. */
  private static final int HOT_EVERY = 100;

  private static final int OPEN_AUCTIONS = 100;
  private static final int ACTIVE_PERSONS = 1000;

  /** How many ids beyond the newest may be named already. */
  private static final int AHEAD = 10;

  private static final int CATEGORIES = 5;
  private static final int FIRST_CATEGORY = 10;
  private static final int CHANNELS = 10_000;
  private static final long BEGIN = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  private static final String[] LARGE_CHANNELS = {"Apple", "Google", "Facebook", "Baidu"};
  private static final String[] FIRST_NAMES = {
    "Ada", "Alan", "Barbara", "Edgar", "Edsger", "Frances", "Grace", "Jim", "Leslie", "Margaret"
  };
  private static final String[] LAST_NAMES = {
    "Allen", "Codd", "Gray", "Hamilton", "Hopper", "Lamport", "Liskov", "Lovelace", "Turing"
  };
  private static final String[] STATES = {"OR", "ID", "CA", "WA", "AZ", "WY"};
  private static final String[][] CITIES = {
    {"Portland", "Bend"},
    {"Boise", "Kuna"},
    {"Los Angeles", "San Francisco"},
    {"Seattle", "Redmond"},
    {"Phoenix", "Tucson"},
    {"Cheyenne", "Laramie"}
  };

  private final long seed;
  private final long eventsPerSecond;

  Events(long seed, long eventsPerSecond) {
    this.seed = seed;
    this.eventsPerSecond = eventsPerSecond;
  }

  /** Writes an event as one object of JSON. */
  void write(long event, JsonLine line) {
    SplittableRandom random = randomOf(seed, event);
    switch (EventNumbers.table(event)) {
      case PERSON -> person(event, random, line);
      case AUCTION -> auction(event, random, line);
      case BID -> bid(event, random, line);
    }
  }

  /** Spreads the numbers first, because generators of neighbouring seeds give the same numbers. */
  private static SplittableRandom randomOf(long seed, long number) {
    long spread = (seed * 0x9e6c_63d0_876a_3f6bL + number) * 0xd134_2543_de82_ef95L;
    return new SplittableRandom(spread ^ spread >>> 31);
  }

  private long timeOf(long event) {
    return BEGIN + event * 1000 / eventsPerSecond;
  }

  private void person(long event, SplittableRandom random, JsonLine line) {
    String first = pick(FIRST_NAMES, random);
    String last = pick(LAST_NAMES, random);
    int state = random.nextInt(STATES.length);
    line.number("id", EventNumbers.newestPerson(event));
    line.text("name", first + ' ' + last);
    line.text("emailAddress", first + '.' + last + random.nextInt(1000) + "@mail.example");
    line.text("creditCard", card(random));
    line.text("city", pick(CITIES[state], random));
    line.text("state", STATES[state]);
    line.time("dateTime", timeOf(event));
    line.letters("extra", random.nextInt(80, 140), random);
  }

  private static String card(SplittableRandom random) {
    long digits = random.nextLong(1_000_000_000_000_000L, 10_000_000_000_000_000L);
    StringBuilder text = new StringBuilder(Long.toString(digits));
    for (int gap = 12; gap > 0; gap -= 4) {
      text.insert(gap, ' ');
    }
    return text.toString();
  }

  private void auction(long event, SplittableRandom random, JsonLine line) {
    long now = timeOf(event);
    long initial = price(random);
    // On average an auction stays open until as many others have been opened as are open at a time.
    long openEvents = (long) OPEN_AUCTIONS * EventNumbers.BLOCK / EventNumbers.AUCTIONS_OF_BLOCK;
    long openMillis = Math.max(1, timeOf(event + openEvents) - now);
    line.number("id", EventNumbers.newestAuction(event));
    line.letters("itemName", random.nextInt(4, 20), random);
    line.letters("description", random.nextInt(10, 90), random);
    line.number("initialBid", initial);
    line.number("reserve", initial + price(random));
    line.time("dateTime", now);
    line.time("expires", now + 1 + random.nextLong(2 * openMillis));
    line.number("seller", mostly(3, 4, random) ? hotPerson(event) : anyPerson(event, random));
    line.number("category", FIRST_CATEGORY + random.nextInt(CATEGORIES));
    line.letters("extra", random.nextInt(310, 460), random);
  }

  private void bid(long event, SplittableRandom random, JsonLine line) {
    line.number("auction", mostly(1, 2, random) ? hotAuction(event) : anyAuction(event, random));
    // The hot bidder is not the hot seller.
    line.number("bidder", mostly(3, 4, random) ? hotPerson(event) + 1 : anyPerson(event, random));
    line.number("price", price(random));
    if (mostly(1, 2, random)) {
      String channel = pick(LARGE_CHANNELS, random);
      line.text("channel", channel).text("url", "https://auctions.example" + path(channel));
    } else {
      String channel = "channel-" + random.nextInt(CHANNELS);
      line.text("channel", channel).text("url", "https://auctions.example" + path(channel));
    }
    line.time("dateTime", timeOf(event));
    line.letters("extra", random.nextInt(54, 82), random);
  }

  /** The place of a channel's page: three directories, and for most small channels its number. */
  private static String path(String channel) {
    SplittableRandom random = randomOf(channel.hashCode(), 0);
    StringBuilder path = new StringBuilder(80);
    for (int directory = 0; directory < 3; directory++) {
      path.append('/');
      for (int letters = random.nextInt(3, 6); letters > 0; letters--) {
        path.append((char) ('a' + random.nextInt(26)));
      }
    }
    path.append("/item.htm?query=1");
    if (channel.startsWith("channel-") && mostly(9, 10, random)) {
      path.append("&channel_id=").append(random.nextInt(Integer.MAX_VALUE));
    }
    return path.toString();
  }

  private static boolean mostly(int share, int of, SplittableRandom random) {
    return random.nextInt(of) < share;
  }

  private static String pick(String[] values, SplittableRandom random) {
    return values[random.nextInt(values.length)];
  }

  private static long hotPerson(long event) {
    long newest = EventNumbers.newestPerson(event);
    return newest - newest % HOT_EVERY;
  }

  private static long hotAuction(long event) {
    long newest = EventNumbers.newestAuction(event);
    return newest - newest % HOT_EVERY;
  }

  private static long anyPerson(long event, SplittableRandom random) {
    return any(EventNumbers.newestPerson(event), ACTIVE_PERSONS, random);
  }

  private static long anyAuction(long event, SplittableRandom random) {
    return any(EventNumbers.newestAuction(event), OPEN_AUCTIONS, random);
  }

  private static long any(long newest, int last, SplittableRandom random) {
    long from = Math.max(EventNumbers.FIRST_ID, newest - last + 1);
    return random.nextLong(from, newest + AHEAD + 1);
  }

  /** From 1 to a million, as many of them between 1 and 10 as between 10 and 100; in cents. */
  private static long price(SplittableRandom random) {
    return Math.round(100 * Math.pow(10, 6 * random.nextDouble()));
  }
}
