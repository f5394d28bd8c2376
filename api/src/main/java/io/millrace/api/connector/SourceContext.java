package io.millrace.api.connector;

import io.millrace.api.types.Schema;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;

/**
 * What a source gets to know when it is opened.
 *
 * @param name the name of the table, for messages
 * @param schema the columns to deliver, in order: the declared physical columns that the query
 *     needs, and no others. A connector with a fixed schema (rate, socket) delivers those of its
 *     columns that are named here
 * @param metadataKeys for each column of the schema the key of the metadata it holds ({@code
 *     METADATA FROM 'key'}), empty for a column of the data itself
 * @param dataSchema all declared columns that the data itself holds, in order of declaration: no
 *     computed and no metadata columns, but also those that the query does not need. Formats that
 *     find columns by their place need it
 * @param format the format named in the statement, empty if none
 * @param options connector and format options, checked
 * @param zone the session's time zone, for text without one
 * @param clock processing time
 * @param attachment what the connector keeps for the table, beyond this query
 * @param state what the source remembers over restarts of this query. It is filled before the first
 *     call of {@link Source#latestOffset} or {@link Source#read}, but not yet when the source is
 *     opened
 * @param followsChanges whether rows of a {@link VersionedTable} come with weights as the table
 *     changes: its content first, then for each range of versions the old and the new images. If
 *     not, the source gives rows that are added, or those that are there
 */
public record SourceContext(
    String name,
    Schema schema,
    List<String> metadataKeys,
    Schema dataSchema,
    String format,
    Options options,
    ZoneId zone,
    InstantSource clock,
    Attachment attachment,
    SourceState state,
    boolean followsChanges) {
  public SourceContext {
    metadataKeys = List.copyOf(metadataKeys);
    if (metadataKeys.size() != schema.size()) {
      throw new IllegalArgumentException(metadataKeys.size() + " metadata keys for " + schema);
    }
  }

  /** A source that does not follow changes. */
  public SourceContext(
      String name,
      Schema schema,
      List<String> metadataKeys,
      Schema dataSchema,
      String format,
      Options options,
      ZoneId zone,
      InstantSource clock,
      Attachment attachment,
      SourceState state) {
    this(
        name,
        schema,
        metadataKeys,
        dataSchema,
        format,
        options,
        zone,
        clock,
        attachment,
        state,
        false);
  }

  /** The same, following changes. */
  public SourceContext followingChanges() {
    return new SourceContext(
        name,
        schema,
        metadataKeys,
        dataSchema,
        format,
        options,
        zone,
        clock,
        attachment,
        state,
        true);
  }
}
