import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;

/**
 * Writes the bids of an imagined auction house as JSON lines, 20 files of them: {@code java
 * Bids.java DIRECTORY ROWS}. The same arguments give the same bytes. Half of the bids are for a few
 * auctions that everybody watches; the others spread over those open at the time.
 */
final class Bids {
  private static final int FILES = 20;
  private static final int BIDS_PER_SECOND = 10_000;
  private static final int BIDS_PER_AUCTION = 20;
  private static final int OPEN_AUCTIONS = 2_000;
  private static final int WATCHED_AUCTIONS = 10;
  private static final int BIDDERS = 50_000;
  private static final long BEGIN =
      LocalDateTime.of(2026, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC) * 1000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  private Bids() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: java Bids.java DIRECTORY ROWS");
      System.exit(2);
    }
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    long rows = Long.parseLong(arguments[1]);
    for (int file = 0; file < FILES; file++) {
      Path path = directory.resolve(String.format("bids-%02d.json", file));
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
        SplittableRandom random = new SplittableRandom(file);
        StringBuilder line = new StringBuilder();
        for (long row = rows * file / FILES; row < rows * (file + 1) / FILES; row++) {
          line.setLength(0);
          write(row, random, line);
          out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
  }

  private static void write(long row, SplittableRandom random, StringBuilder line) {
    long newest = 1000 + row / BIDS_PER_AUCTION;
    long auction =
        random.nextBoolean()
            ? newest - newest % OPEN_AUCTIONS + random.nextInt(WATCHED_AUCTIONS)
            : Math.max(1000, newest - random.nextInt(OPEN_AUCTIONS));
    int channel = random.nextInt(1_000);
    long millis = BEGIN + row * 1000 / BIDS_PER_SECOND;
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            millis / 1000, (int) (millis % 1000) * 1_000_000, ZoneOffset.UTC);
    line.append("{\"auction\":").append(auction);
    line.append(",\"bidder\":").append(1000 + random.nextInt(BIDDERS));
    line.append(",\"price\":").append((long) Math.pow(10, 2 + 6 * random.nextDouble()));
    line.append(",\"channel\":\"channel-").append(channel);
    line.append("\",\"url\":\"https://auctions.example/lots/");
    letters(random, 12, line);
    line.append("/bid?channel=").append(channel).append("&visit=");
    line.append(random.nextInt(Integer.MAX_VALUE));
    line.append("\",\"dateTime\":\"").append(TIME.format(time));
    line.append("\",\"extra\":\"");
    letters(random, 40 + random.nextInt(40), line);
    line.append("\"}\n");
  }

  private static void letters(SplittableRandom random, int count, StringBuilder line) {
    for (int i = 0; i < count; i++) {
      line.append((char) ('a' + random.nextInt(26)));
    }
  }
}
