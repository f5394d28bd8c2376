package io.millrace.api.connector;

import io.millrace.api.types.Schema;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/**
 * What a sink gets to know when it is opened.
 *
 * @param name the name of the sink, for messages
 * @param queryName the name of the query that writes
 * @param queryId the identity of the query: the same after a restart from its checkpoint, another
 *     one for any other run. Together with the number of a batch it names the batch
 * @param checkpoint whether the query outlives its process
 * @param schema the columns it will receive
 * @param mode how changes will come
 * @param key positions of the key columns of the result; empty with {@code keyed} for a result of
 *     one row
 * @param keyed whether the result has a key
 * @param format the format named in the statement, empty if none
 * @param options connector and format options, checked
 * @param zone the session's time zone, for rendering
 * @param clock processing time
 * @param console where a sink that prints prints to
 * @param attachment what the connector keeps for the sink, beyond this query
 * @param partitionedBy positions of the columns by whose values rows are to lie apart; only for
 *     sinks that can, {@link SinkCapability#PARTITIONS}
 */
public record SinkContext(
    String name,
    String queryName,
    UUID queryId,
    Checkpoint checkpoint,
    Schema schema,
    OutputMode mode,
    List<Integer> key,
    boolean keyed,
    String format,
    Options options,
    ZoneId zone,
    InstantSource clock,
    PrintStream console,
    Attachment attachment,
    List<Integer> partitionedBy) {

  /** What the query keeps of itself. */
  public enum Checkpoint {
    /** Nothing: this run is its only one, and its id never comes again. */
    NONE,
    /** It has a checkpoint, and no batch yet: this is its first run. */
    NEW,
    /** It goes on where an earlier run stopped, whose output should be in the sink. */
    CONTINUED
  }

  public SinkContext {
    key = List.copyOf(key);
    partitionedBy = List.copyOf(partitionedBy);
  }

  /** Of a sink whose rows all lie in one place. */
  public SinkContext(
      String name,
      String queryName,
      UUID queryId,
      Checkpoint checkpoint,
      Schema schema,
      OutputMode mode,
      List<Integer> key,
      boolean keyed,
      String format,
      Options options,
      ZoneId zone,
      InstantSource clock,
      PrintStream console,
      Attachment attachment) {
    this(
        name,
        queryName,
        queryId,
        checkpoint,
        schema,
        mode,
        key,
        keyed,
        format,
        options,
        zone,
        clock,
        console,
        attachment,
        List.of());
  }

  /** The same with rows lying apart by the values of some columns. */
  public SinkContext partitionedBy(List<Integer> columns) {
    return new SinkContext(
        name,
        queryName,
        queryId,
        checkpoint,
        schema,
        mode,
        key,
        keyed,
        format,
        options,
        zone,
        clock,
        console,
        attachment,
        columns);
  }
}
