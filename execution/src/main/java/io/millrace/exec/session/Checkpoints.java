package io.millrace.exec.session;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.exec.checkpoint.CheckpointDirectory;
import io.millrace.exec.checkpoint.Metadata;
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
final class Checkpoints {
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
   */
  record Place(Path path, Optional<SourcePosition> position, Optional<Metadata> metadata) {

    /** Looks into a directory. */
    static Place at(Path path, Optional<SourcePosition> position) {
      Place unknown = new Place(path, position, Optional.empty());
      return unknown.located(() -> new Place(path, position, CheckpointDirectory.find(path)));
    }

    /** Does something there; errors stand where the statement names it. */
    <T> T located(Action<T> action) {
      try {
        return action.run();
      } catch (MillraceException e) {
        MillraceException known =
            e.code() == ErrorCode.CHECKPOINT_CORRUPT
                ? e.withHint("to see what of it can be read:  REPAIR CHECKPOINT '" + path + "'")
                : e;
        throw position.isPresent() ? known.at(position.get()) : known;
      }
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
  static QueryClauses clauses(
      QueryClauses clauses, Optional<Identifier> queryName, Settings settings) {
    Optional<String> location = settings.checkpointLocation();
    if (clauses.checkpoint().isPresent() || queryName.isEmpty() || location.isEmpty()) {
      return clauses;
    }
    Identifier name = queryName.get();
    String path = location.get() + "/" + directoryName(name.text());
    return clauses.withCheckpoint(new Checkpoint(name.position(), path));
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
  static Path path(String text, SourcePosition position) {
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
