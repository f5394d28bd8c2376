package io.millrace.exec.session.query;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.exec.checkpoint.CheckpointDirectory;
import io.millrace.exec.checkpoint.Metadata;
import io.millrace.exec.session.context.Settings;
import io.millrace.plan.physical.PlanRules;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.QueryClauses.Checkpoint;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where queries have their checkpoints, and what is said there of how they must run. */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
  private static final Pattern FILE = Pattern.compile("(?i)file:(//)?(/.*)");

  private Checkpoints() {}

  /**
   * The checkpoint of one query.
   *
   * @param path of its directory
   * @param position where the statement names it
   * @param metadata of the checkpoint that is there; empty if there is none yet
   * @param query where the query stands whose checkpoint it is
   */
  record Place(
      Path path,
      Optional<SourcePosition> position,
      Optional<Metadata> metadata,
      Optional<SourcePosition> query) {

    /** Looks into a directory. */
    static Place at(Path path, Optional<SourcePosition> position) {
      Place unknown = new Place(path, position, Optional.empty(), Optional.empty());
      return unknown.located(
          () -> new Place(path, position, CheckpointDirectory.find(path), Optional.empty()));
    }

    /** By which rules a query with this checkpoint is planned: those that it began with. */
    PlanRules rules() {
      return metadata.map(Metadata::rules).orElse(PlanRules.NEWEST);
    }

    /** The same for a query that stands in the same script. */
    Place of(SourcePosition queryPosition) {
      return new Place(path, position, metadata, Optional.of(queryPosition));
    }

    /**
     * Does something there; errors stand where the statement names it, or where the query stands if
     * that is what does not fit.
     */
    <T> T located(Action<T> action) {
      try {
        return action.run();
      } catch (MillraceException e) {
        MillraceException known = withWayOut(e);
        boolean isOfQuery =
            e.code() == ErrorCode.STATE_INCOMPATIBLE || e.code() == ErrorCode.MODE_CHANGED;
        Optional<SourcePosition> where = isOfQuery ? position.flatMap(p -> query) : position;
        throw where.or(() -> position).map(known::at).orElse(known);
      }
    }

    private MillraceException withWayOut(MillraceException e) {
      if (!e.hints().isEmpty()) {
        return e;
      }
      return switch (e.code()) {
        case CHECKPOINT_CORRUPT ->
            e.withHint(
                "to give up what is damaged at its end, if it is there:  REPAIR CHECKPOINT '"
                    + path
                    + "'");
        case CHECKPOINT_INCONSISTENT ->
            e.withHint("put back a copy of the whole directory that was made while no query ran")
                .withHint("or begin anew:  CHECKPOINT 'another directory'");
        default -> e;
      };
    }

    /** The settings with those that the checkpoint was made with; tells of those that differ. */
    Settings settings(Settings given, String query) {
      if (metadata.isEmpty()) {
        return given;
      }
      Map<String, String> now = given.decidingResults();
      Map<String, String> others = new LinkedHashMap<>();
      metadata
          .get()
          .settings()
          .forEach(
              (name, value) -> {
                String current = now.getOrDefault(name, "");
                if (!value.equalsIgnoreCase(current)) {
                  others.put(name, value);
                  LOG.warn(
                      "query {}: setting {} = {} is ignored; checkpoint {} was made with {}",
                      query,
                      name,
                      current,
                      path,
                      value);
                }
              });
      return given.with(others);
    }
  }

  /** Something that may fail. */
  interface Action<T> {
    T run();
  }

  /**
   * The clauses of a query with its checkpoint: the one it names, or one in the session's directory
   * of checkpoints if the query has a name.
   */
  public static QueryClauses clauses(
      QueryClauses clauses, Optional<Identifier> queryName, Settings settings) {
    if (clauses.checkpoint().isPresent() || queryName.isEmpty()) {
      return clauses;
    }
    Identifier name = queryName.get();
    return pathOfName(name.text(), settings)
        .map(path -> clauses.withCheckpoint(new Checkpoint(name.position(), path)))
        .orElse(clauses);
  }

  private static Optional<String> pathOfName(String query, Settings settings) {
    return settings.checkpointLocation().map(location -> location + "/" + directoryName(query));
  }

  /** Where a query of that name has its checkpoint if its statement does not name one. */
  public static Optional<Path> ofName(Identifier query, Settings settings) {
    return pathOfName(query.text(), settings).map(text -> path(text, query.position()));
  }

  /** A name as that of a directory: letters, digits and signs that every system takes. */
  private static String directoryName(String query) {
    StringBuilder name = new StringBuilder();
    for (char c : query.toLowerCase(Locale.ROOT).toCharArray()) {
      boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
      name.append(plain ? Character.toString(c) : String.format("%%%04x", (int) c));
    }
    return name.toString();
  }

  /** The checkpoint that clauses name; empty if they name none. */
  static Optional<Place> find(QueryClauses clauses) {
    return clauses.checkpoint().map(named -> Place.at(path(named), Optional.of(named.position())));
  }

  private static Path path(Checkpoint named) {
    return path(named.path(), named.position());
  }

  /** A directory on this machine, from a path or a {@code file:} address. */
  public static Path path(String text, SourcePosition position) {
    var file = FILE.matcher(text);
    if (text.isBlank()) {
      throw error(ErrorCode.PATH_INVALID, "''", "the path is empty").at(position).build();
    }
    if (SCHEME.matcher(text).matches() && !file.matches()) {
      throw error(ErrorCode.NOT_SUPPORTED, "a checkpoint in " + URI.create(text).getScheme() + ":")
          .at(position)
          .hint("use a path on this machine")
          .build();
    }
    try {
      return Path.of(file.matches() ? file.group(2) : text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw error(ErrorCode.PATH_INVALID, text, e.getReason()).at(position).cause(e).build();
    }
  }
}
