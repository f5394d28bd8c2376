package io.millrace.tests.spark;

import io.millrace.api.query.StreamingQuery;
import io.millrace.api.query.StreamingQueryManager;
import io.millrace.api.state.GroupState;
import io.millrace.api.table.Column;
import io.millrace.api.table.DataStreamReader;
import io.millrace.api.table.DataStreamWriter;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.GroupedTable;
import io.millrace.api.table.KeyValueGroupedDataset;
import io.millrace.api.table.Table;
import io.millrace.api.table.functions;
import io.millrace.tests.docs.Repository;
import io.millrace.tests.spark.Counterpart.Comparison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/spark-api.md} is what Spark's jar and our API say. */
class SparkApiPageTest {
  private static final List<Counterpart> COUNTERPARTS =
      List.of(
          new Counterpart("Dataset", Dataset.class, Table.class),
          new Counterpart("Column", Column.class),
          new Counterpart("functions", functions.class),
          new Counterpart("RelationalGroupedDataset", GroupedTable.class),
          new Counterpart("KeyValueGroupedDataset", KeyValueGroupedDataset.class),
          new Counterpart("streaming.GroupState", GroupState.class),
          new Counterpart("Encoders", Encoders.class),
          new Counterpart("streaming.DataStreamReader", DataStreamReader.class),
          new Counterpart("streaming.DataStreamWriter", DataStreamWriter.class),
          new Counterpart("streaming.StreamingQuery", StreamingQuery.class),
          new Counterpart("streaming.StreamingQueryManager", StreamingQueryManager.class));

  @Test
  void thePageOfSparksMethodsIsUpToDate() throws IOException {
    SparkInterface spark = new SparkInterface();
    Map<Counterpart, Comparison> compared = new LinkedHashMap<>();
    for (Counterpart counterpart : COUNTERPARTS) {
      compared.put(counterpart, counterpart.compare(spark));
    }
    StringBuilder page = new StringBuilder(introduction());
    compared.forEach(
        (counterpart, comparison) ->
            page.append(
                "| [%s](#%s) | %d | %d |\n"
                    .formatted(
                        counterpart.title(),
                        counterpart.title().toLowerCase(java.util.Locale.ROOT),
                        comparison.present().size(),
                        comparison.absent().size())));
    compared.forEach((counterpart, comparison) -> page.append(section(counterpart, comparison)));
    Repository.assertPage("docs/reference/spark-api.md", page.toString());
  }

  private static String introduction() {
    return """
        # Spark's API, method by method

        <!-- Made by SparkApiPageTest from Spark's jar and our classes; run it with
             -Dmillrace.rewrite=true to write this page anew. -->

        What of the API of Spark 4.1.3 (`spark-sql-api`) is here. A method is present if there is one of
        the same name with as many parameters; `name(2)` stands for all overloads with two, and what a
        varargs method takes at its end counts as one. Methods that only Scala programs can call are
        left to a group of their own.

        | class | present | absent |
        |---|---|---|
        """;
  }

  private static String section(Counterpart counterpart, Comparison comparison) {
    StringBuilder section = new StringBuilder("\n## " + counterpart.title() + "\n");
    section.append("\nPresent: ").append(names(comparison.present())).append(".\n");
    if (!comparison.returns().isEmpty()) {
      section.append("\n| present, and gives something else | Spark | Millrace |\n|---|---|---|\n");
      comparison
          .returns()
          .forEach(
              (signature, returned) ->
                  section.append(
                      "| `%s` | `%s` | `%s` |\n"
                          .formatted(text(signature), returned.spark(), returned.ours())));
    }
    Map<String, List<Signature>> groups = new LinkedHashMap<>();
    for (Absence absence : Absence.values()) {
      groups.put(absence.reason(), new ArrayList<>());
    }
    comparison
        .absent()
        .forEach(
            (signature, overloads) ->
                groups
                    .get(Absence.of(counterpart.title(), signature, overloads).reason())
                    .add(signature));
    groups.values().removeIf(List::isEmpty);
    if (!groups.isEmpty()) {
      section.append("\n| absent because | |\n|---|---|\n");
      groups.forEach(
          (reason, signatures) ->
              section.append("| %s | %s |\n".formatted(reason, names(signatures))));
    }
    return section.toString();
  }

  private static String names(Iterable<Signature> signatures) {
    List<String> names = new ArrayList<>();
    signatures.forEach(signature -> names.add("`" + text(signature) + "`"));
    return names.isEmpty() ? "nothing" : names.stream().collect(Collectors.joining(", "));
  }

  private static String text(Signature signature) {
    return signature.toString().replace("|", "\\|");
  }
}
