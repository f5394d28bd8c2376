package io.millrace.benchmark.nexmark;

import io.millrace.benchmark.data.Dataset;
import io.millrace.benchmark.data.Table;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * Another engine that says what is right: its rows, as text and hashed in another way than ours.
 */
final class DuckDb implements AutoCloseable {
  private static final String CLOSED = "/*CLOSED*/";

  private final Connection connection;

  DuckDb(Dataset dataset) throws SQLException {
    this.connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      for (Table table : Table.values()) {
        statement.execute(
            "CREATE VIEW %s AS SELECT * FROM read_json('%s/*.json', columns = %s)"
                .formatted(table.directory(), dataset.files("json", table), columns(table)));
      }
    }
  }

  private static String columns(Table table) {
    return switch (table) {
      case PERSON ->
          "{id: 'BIGINT', name: 'VARCHAR', emailAddress: 'VARCHAR', creditCard: 'VARCHAR',"
              + " city: 'VARCHAR', state: 'VARCHAR', dateTime: 'TIMESTAMP', extra: 'VARCHAR'}";
      case AUCTION ->
          "{id: 'BIGINT', itemName: 'VARCHAR', description: 'VARCHAR', initialBid: 'BIGINT',"
              + " reserve: 'BIGINT', dateTime: 'TIMESTAMP', expires: 'TIMESTAMP',"
              + " seller: 'BIGINT', category: 'BIGINT', extra: 'VARCHAR'}";
      case BID ->
          "{auction: 'BIGINT', bidder: 'BIGINT', price: 'BIGINT', channel: 'VARCHAR',"
              + " url: 'VARCHAR', dateTime: 'TIMESTAMP', extra: 'VARCHAR'}";
    };
  }

  /** What a query gives. */
  record Answer(long rows, long checksum) {}

  /**
   * Runs a query as it stands in the directory of DuckDB's.
   *
   * @param closed whether windows count only if the watermark, four seconds behind the last bid,
   *     has closed them
   */
  Answer run(Path home, String query, boolean closed) throws IOException, SQLException {
    String sql = Files.readString(BenchmarkQuery.directory(home, "duckdb").resolve(query + ".sql"));
    String condition =
        closed ? "AND wend <= (SELECT MAX(dateTime) - INTERVAL 4 SECOND FROM bid)" : "";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql.replace(CLOSED, condition))) {
      List<Integer> columns = hashed(BenchmarkQuery.load(home, query), rows);
      long count = 0;
      long checksum = 0;
      while (rows.next()) {
        count++;
        checksum += hash(text(rows, columns));
      }
      return new Answer(count, checksum);
    }
  }

  /** The columns that count, from 1 on. */
  private static List<Integer> hashed(BenchmarkQuery query, ResultSet rows) throws SQLException {
    if (query.hashColumns().isEmpty()) {
      return IntStream.rangeClosed(1, rows.getMetaData().getColumnCount()).boxed().toList();
    }
    return Arrays.stream(query.hashColumns().split(",")).map(c -> Integer.parseInt(c) + 1).toList();
  }

  private static String text(ResultSet rows, List<Integer> columns) throws SQLException {
    StringJoiner text = new StringJoiner("|");
    for (int i : columns) {
      Object value = rows.getObject(i);
      if (value == null) {
        text.add("\\N");
      } else if (value instanceof BigDecimal decimal) {
        boolean zero = decimal.signum() == 0;
        text.add(zero ? "0" : decimal.stripTrailingZeros().toPlainString());
      } else if (value instanceof Timestamp) {
        LocalDateTime time = rows.getObject(i, LocalDateTime.class);
        text.add(Long.toString(time.toInstant(ZoneOffset.UTC).toEpochMilli()));
      } else {
        text.add(value.toString());
      }
    }
    return text.toString();
  }

  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ Byte.toUnsignedLong(value)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 33);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
