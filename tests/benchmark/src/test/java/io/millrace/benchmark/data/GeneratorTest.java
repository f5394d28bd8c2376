package io.millrace.benchmark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorTest {
  private static final int EVENTS = 10_000;

  @TempDir private Path directory;

  private Path generate(String name, int files, long seed, boolean lanes, int threads)
      throws IOException, InterruptedException {
    Path data = directory.resolve(name);
    new Generator(EVENTS, files, seed, 1000).write(data, lanes, threads);
    return data;
  }

  /** The rows of a table, file after file. */
  private static List<String> rows(Path data, String format, Table table) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(data.resolve(format).resolve(table.directory()))) {
      files = list.sorted().toList();
    }
    List<String> rows = new ArrayList<>();
    for (Path file : files) {
      rows.addAll(Files.readAllLines(file));
    }
    return rows;
  }

  private static long number(String row, String key) {
    Matcher matcher = Pattern.compile("\"" + key + "\":(-?\\d+)").matcher(row);
    assertThat(matcher.find()).as(row).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static String text(String row, String key) {
    Matcher matcher = Pattern.compile("\"" + key + "\":\"([^\"]*)\"").matcher(row);
    assertThat(matcher.find()).as(row).isTrue();
    return matcher.group(1);
  }

  @ParameterizedTest
  @EnumSource
  void filesAndThreadsDoNotMatterButTheSeedDoes(Table table)
      throws IOException, InterruptedException {
    List<String> rows = rows(generate("a", 1, 1, false, 1), "json", table);
    assertThat(rows(generate("b", 7, 1, false, 3), "json", table)).isEqualTo(rows);
    assertThat(rows(generate("c", 1, 2, false, 1), "json", table))
        .hasSameSizeAs(rows)
        .isNotEqualTo(rows);
  }

  @ParameterizedTest
  @EnumSource
  void tablesHaveTheirShareInTheOrderOfTime(Table table) throws IOException, InterruptedException {
    List<String> rows = rows(generate("a", 3, 1, false, 2), "json", table);
    assertThat(rows).hasSize((int) table.rows(EVENTS));
    assertThat(rows.stream().map(row -> text(row, "dateTime"))).isSorted();
    assertThat(text(rows.get(0), "dateTime")).isLessThan("2026-01-01 00:00:00.010");
    assertThat(text(rows.get(rows.size() - 1), "dateTime")).startsWith("2026-01-01 00:00:09.9");
  }

  @ParameterizedTest
  @EnumSource
  void lanesHaveTheSameRowsBothInTheOrderOfTime(Table table)
      throws IOException, InterruptedException {
    Path data = generate("a", 3, 1, true, 2);
    assertThat(rows(data, "json-lanes", table))
        .containsExactlyInAnyOrderElementsOf(rows(data, "json", table));
    for (String lane : List.of("part-00000.json", "part-00001.json")) {
      Path file = data.resolve("json-lanes").resolve(table.directory()).resolve(lane);
      assertThat(Files.readAllLines(file).stream().map(row -> text(row, "dateTime"))).isSorted();
    }
  }

  @Test
  void idsCountUp() throws IOException, InterruptedException {
    Path data = generate("a", 3, 1, false, 2);
    for (Table table : List.of(Table.PERSON, Table.AUCTION)) {
      List<String> rows = rows(data, "json", table);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(number(rows.get(i), "id")).isEqualTo(1000 + i);
      }
    }
  }

  @Test
  void halfOfTheBidsAreForHotAuctions() throws IOException, InterruptedException {
    List<String> bids = rows(generate("a", 3, 1, false, 2), "json", Table.BID);
    long hot = bids.stream().filter(bid -> number(bid, "auction") % 100 == 0).count();
    long hotBidder = bids.stream().filter(bid -> number(bid, "bidder") % 100 == 1).count();
    long large = bids.stream().filter(bid -> !text(bid, "channel").startsWith("channel-")).count();
    assertThat((double) hot / bids.size()).isBetween(0.47, 0.53);
    assertThat((double) hotBidder / bids.size()).isBetween(0.72, 0.80);
    assertThat((double) large / bids.size()).isBetween(0.47, 0.53);
  }

  @Test
  void bidsAreForAuctionsThatAreOpen() throws IOException, InterruptedException {
    List<String> bids = rows(generate("a", 3, 1, false, 2), "json", Table.BID);
    for (int i = 0; i < bids.size(); i++) {
      long newest = 1002 + 3L * (i / 46);
      assertThat(number(bids.get(i), "auction"))
          .isBetween(Math.max(1000, newest - 99), newest + 10);
      assertThat(number(bids.get(i), "price")).isBetween(100L, 100_000_000L);
    }
  }

  @Test
  void sizesAreNexmarks() throws IOException, InterruptedException {
    Path data = generate("a", 1, 1, false, 1);
    assertThat(averageBytes(data, Table.PERSON)).isBetween(250.0, 350.0);
    assertThat(averageBytes(data, Table.AUCTION)).isBetween(550.0, 750.0);
    assertThat(averageBytes(data, Table.BID)).isBetween(220.0, 300.0);
  }

  private static double averageBytes(Path data, Table table) throws IOException {
    return rows(data, "json", table).stream().mapToInt(String::length).average().orElseThrow();
  }

  @Test
  void eventsAreThereOnlyWhenAllAreWritten() throws IOException, InterruptedException {
    Path data = generate("a", 1, 1, false, 1);
    assertThat(Dataset.open(data).events()).isEqualTo(EVENTS);
    assertThat(Dataset.open(data).fileCount("json", Table.BID)).isEqualTo(1);
    assertThat(Dataset.open(data).hasLanes("json")).isFalse();
    assertThatThrownBy(() -> Dataset.open(directory)).hasMessageContaining("there are no events");
  }

  @Test
  void brokenBlocksAreRefused() {
    assertThatThrownBy(() -> new Generator(120, 1, 1, 1)).hasMessageContaining("120 events");
  }
}
