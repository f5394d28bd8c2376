package io.millrace.plan.catalog;

import io.millrace.api.table.tree.TableTree;
import java.util.List;
import java.util.Optional;

/**
 * A step of a program's table that SQL has no words for: its input is planned on its own, and it is
 * a leaf for the query around it.
 *
 * @param name that only the query around it knows
 * @param input what it is made from
 */
public record Derived(String name, FluentQuery input, Step step) implements CatalogObject {

  /** What is done with the input. */
  public sealed interface Step {}

  /**
   * Event time is observed.
   *
   * @param of the name of what it is declared for
   * @param delayMicros how far the watermark stays behind the newest row
   */
  public record Watermark(String of, String column, long delayMicros) implements Step {}

  /**
   * The first row for each combination of some columns stays.
   *
   * @param columns none for all
   * @param withinWatermark whether a key is forgotten once the watermark has passed its first row
   */
  public record Deduplicate(List<String> columns, boolean withinWatermark) implements Step {
    public Deduplicate {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Aggregates of the rows of a batch are reported.
   *
   * @param name in reports
   * @param rows the name that the rows have in the query of the metrics
   * @param metrics the query of the metrics over one batch
   */
  public record Observe(String name, String rows, FluentQuery metrics) implements Step {}

  /**
   * The program's code runs.
   *
   * @param initial the states that groups begin with
   */
  public record Code(TableTree.Program program, Optional<FluentQuery> initial) implements Step {}
}
