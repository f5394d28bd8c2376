package io.millrace.plan;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.Connector;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.Suggestions;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Statement.CreateRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks PARTITIONED BY. */
public final class Partitioning {
  private Partitioning() {}

  /**
   * The columns that a declaration names.
   *
   * @param columns of the relation; none if they are those of what is written
   */
  static List<String> of(
      CreateRelation statement,
      List<Relation.Column> columns,
      Optional<Connector> connector,
      String format) {
    List<Identifier> names = statement.partitionedBy();
    if (names.isEmpty()) {
      return List.of();
    }
    requireCapability(connector, format, "PARTITIONED BY", Optional.of(names.get(0).position()));
    List<String> known = new ArrayList<>();
    for (Relation.Column column : columns) {
      if (column instanceof PhysicalColumn physical && physical.metadataKey().isEmpty()) {
        known.add(column.field().name());
      }
    }
    List<String> found = new ArrayList<>();
    for (Identifier name : names) {
      if (found.stream().anyMatch(name.text()::equalsIgnoreCase)) {
        throw error(ErrorCode.COLUMN_DUPLICATE, name.text()).at(name.position()).build();
      }
      if (!columns.isEmpty() && known.stream().noneMatch(name.text()::equalsIgnoreCase)) {
        throw notFound(name.text(), known, Optional.of(name.position()));
      }
      found.add(name.text());
    }
    return found;
  }

  /**
   * Fails unless a connector can put rows into places of their own.
   *
   * @param what asks for it
   */
  public static void requireCapability(
      Optional<Connector> connector, String format, String what, Optional<SourcePosition> place) {
    boolean can =
        connector
            .filter(Connector.SinkConnector.class::isInstance)
            .map(Connector.SinkConnector.class::cast)
            .filter(sink -> sink.sinkCapabilities(format).contains(SinkCapability.PARTITIONS))
            .isPresent();
    if (!can && connector.isPresent()) {
      throw error(ErrorCode.NOT_SUPPORTED, what + " for connector " + connector.get().name())
          .at(place)
          .hint("files can lie apart:   USING file")
          .build();
    }
  }

  /** The positions of columns among those that are written. */
  public static List<Integer> positions(List<String> partitionedBy, List<String> columns) {
    List<Integer> positions = new ArrayList<>();
    for (String name : partitionedBy) {
      int at = 0;
      while (at < columns.size() && !columns.get(at).equalsIgnoreCase(name)) {
        at++;
      }
      if (at == columns.size()) {
        throw notFound(name, columns, Optional.empty());
      }
      positions.add(at);
    }
    return positions;
  }

  private static MillraceException notFound(
      String name, List<String> columns, Optional<SourcePosition> place) {
    return error(ErrorCode.COLUMN_NOT_FOUND, name, " among the columns that are written")
        .at(place)
        .hint(
            Suggestions.nearest(name, columns)
                    .map(near -> "did you mean \"" + near + "\"?   ")
                    .orElse("")
                + "columns: "
                + String.join(", ", columns))
        .build();
  }
}
