package io.millrace.api.connector;

import io.millrace.api.types.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of source or sink, found through {@link java.util.ServiceLoader} under its name. An
 * implementation is a {@link SourceConnector}, a {@link SinkConnector} or both, has a public
 * constructor without parameters, holds no state and does nothing until asked.
 */
public interface Connector {

  /** The name in {@code USING name}, in lower case. */
  String name();

  /**
   * The options that say which data a source reads or a sink writes, such as a path. With another
   * value it is another one, and where a query stood in the one means nothing in the other.
   */
  default Set<String> identityOptions() {
    return Set.of();
  }

  /**
   * What the value of one of these options means here and now: the same for all values that mean
   * the same, such as the absolute path for a relative one.
   */
  default String identity(String option, String value) {
    return value;
  }

  /** Whether it reads and takes a format such as json. */
  default Set<String> formats() {
    return Set.of();
  }

  /** A connector that can be read. */
  interface SourceConnector extends Connector {

    /** The options a source of this kind and format takes; format is empty if none is given. */
    List<OptionSpec> sourceOptions(String format);

    /**
     * The columns of a source that is declared without any; empty if they must be declared. A
     * declaration with columns may name only these for a connector that has fixed ones.
     */
    default Optional<Schema> defaultSchema(String format) {
      return Optional.empty();
    }

    /**
     * The columns of a source that a program reads without declaring any, which may depend on the
     * options it gives; those of {@link #defaultSchema(String)} if they do not.
     *
     * @param options by name, as given
     */
    default Optional<Schema> defaultSchema(String format, Map<String, String> options) {
      return defaultSchema(format);
    }

    /** What sources of this connector can do, as far as planning must know. */
    Set<SourceCapability> sourceCapabilities();

    /**
     * Opens a source. Called at the start of a query, once for each place that reads it; checks
     * what can be checked (the path exists, the server answers) and starts no thread.
     *
     * @throws io.millrace.api.error.MillraceException for anything the user can mend
     */
    Source openSource(SourceContext context);
  }

  /** A connector that can be written. */
  interface SinkConnector extends Connector {

    /** The options a sink of this kind and format takes; format is empty if none is given. */
    List<OptionSpec> sinkOptions(String format);

    /** What sinks of this connector can do; the planner checks modes against it. */
    Set<SinkCapability> sinkCapabilities(String format);

    /**
     * Whether there is nothing yet where a sink would write. False if there is something, or if
     * that cannot be told. Opens and changes nothing.
     *
     * @param options of the sink, checked
     * @param attachment what the connector keeps for the sink
     */
    default boolean isKnownEmpty(Options options, Attachment attachment) {
      return false;
    }

    /**
     * Opens a sink at the start of a query.
     *
     * @throws io.millrace.api.error.MillraceException for anything the user can mend
     */
    Sink openSink(SinkContext context);
  }

  /** A connector whose tables take rows from INSERT INTO and from programs at any time (memory). */
  interface InsertableConnector extends Connector {

    /**
     * Where to add rows. What is added is seen by every source opened on the same attachment.
     *
     * @param schema all columns of the table that are not computed
     * @param attachment the table's own
     */
    InsertTarget insertTarget(Schema schema, Attachment attachment);
  }

  /** A connector whose tables change version by version (memory). */
  interface VersionedConnector extends InsertableConnector {

    /** The key of a METADATA column BIGINT that holds the id of a row. */
    String ROW_ID = "row_id";

    /**
     * The table behind an attachment, made now if there is none.
     *
     * @param schema all columns that the table stores
     * @param keys taken at the first call; later ones find the table as it is
     */
    VersionedTable table(Schema schema, List<VersionedTable.UniqueKey> keys, Attachment attachment);
  }
}
