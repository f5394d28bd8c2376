package io.millrace.tests.tpch;

import io.millrace.api.Millrace;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The rows of all tables, cut into batches, as files of lines with {@code |} between fields. */
final class TpchData {
  static final List<String> TABLES =
      List.of("region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem");

  private final Path directory;
  private final int batches;

  private TpchData(Path directory, int batches) {
    this.directory = directory;
    this.batches = batches;
  }

  /**
   * @param scale 1 is 6 million lines of orders
   * @param batches how many; each table is spread over all of them
   */
  static TpchData generate(Path directory, double scale, int batches) throws IOException {
    TpchData data = new TpchData(directory, batches);
    for (TpchTable<? extends TpchEntity> table : TpchTable.getTables()) {
      data.write(table, scale);
    }
    return data;
  }

  int batches() {
    return batches;
  }

  /** The file with the rows of a table in a batch. */
  Path file(String table, int batch) {
    return directory.resolve(table + "-" + batch + ".csv");
  }

  private void write(TpchTable<? extends TpchEntity> table, double scale) throws IOException {
    List<String> lines = new ArrayList<>();
    for (TpchEntity row : table.createGenerator(scale, 1, 1)) {
      String line = row.toLine();
      lines.add(line.endsWith("|") ? line.substring(0, line.length() - 1) : line);
    }
    for (int batch = 0; batch < batches; batch++) {
      int from = (int) ((long) lines.size() * batch / batches);
      int to = (int) ((long) lines.size() * (batch + 1) / batches);
      Files.write(file(table.getTableName(), batch), lines.subList(from, to));
    }
  }

  /** Puts the rows of a batch into the tables of DuckDB. */
  static void loadOracle(TpchData data, int batch, Statement oracle)
      throws IOException, SQLException {
    for (String table : TABLES) {
      Path file = data.file(table, batch);
      if (Files.size(file) == 0) {
        // a table with fewer rows than batches: there is nothing to tell the fields by
        continue;
      }
      oracle.execute("COPY " + table + " FROM '" + file + "' (DELIMITER '|', HEADER false)");
    }
  }

  /** Makes the files of a batch sources of the tables' rows. */
  static void declare(TpchData data, int batch, Millrace millrace) {
    for (String statement : statements("schema.sql")) {
      String table = statement.replaceFirst("(?s)CREATE TABLE (\\w+) .*", "$1");
      millrace.sql(
          statement.replaceFirst("TABLE ", "OR REPLACE SOURCE rows_of_")
              + " USING file OPTIONS (path = '"
              + data.file(table, batch)
              + "', delimiter = '|', header = false) FORMAT csv BOUNDED");
    }
  }

  /** Inserts what has been declared, as one change. */
  static void insert(Millrace millrace) {
    millrace.sql("BEGIN");
    TABLES.forEach(
        table -> millrace.sql("INSERT INTO " + table + " SELECT * FROM rows_of_" + table));
    millrace.sql("COMMIT");
  }

  /** The statements of a file. */
  static List<String> statements(String name) {
    return List.of(text(name).strip().split(";\\s*(\\n|$)"));
  }

  private static String text(String name) {
    try (var stream = TpchData.class.getResourceAsStream("/tpch/" + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The query with that number, 1 to 22. */
  static String query(int number) {
    return text(String.format("q%02d.sql", number)).strip().replaceFirst(";$", "");
  }
}
