package io.millrace.connector.file;

import io.millrace.api.connector.SourceState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a file source remembers over restarts. Paths are kept relative to the part of the source's
 * path without special characters. Entries:
 *
 * <table>
 *   <caption>key and value</caption>
 *   <tr><td>{@code 17}</td><td>the file in that place: when it was modified (ms since 1970), its
 *       size, how many names of its path lie below its root, its path: {@code 1767225600000 512 1
 *       a.json}</td></tr>
 *   <tr><td>{@code floor}</td><td>files modified before are never taken (ms since 1970); their own
 *       entries may be gone</td></tr>
 *   <tr><td>{@code cleaned}</td><td>the place up to which cleanSource has done its work</td></tr>
 *   <tr><td>{@code content out}</td><td>for a directory that a sink writes, in which files were
 *       taken: which content they are of, see {@link Manifest#content}</td></tr>
 * </table>
 */
final class FileLogState {
  private static final String FLOOR = "floor";
  private static final String CLEANED = "cleaned";
  private static final String CONTENT = "content ";

  private final SourceState state;
  private final Path base;

  FileLogState(SourceState state, Path base) {
    this.state = state;
    this.base = base;
  }

  /** A taken file and its place. */
  record Placed(long place, TakenFile file) {}

  /**
   * Everything that is remembered.
   *
   * @param files in the order of their places
   * @param floor {@link Long#MIN_VALUE} if there is none
   */
  record Remembered(
      List<Placed> files, long floor, OptionalLong cleaned, Map<Path, String> contents) {}

  void take(long place, TakenFile file) {
    int depth = file.root().relativize(file.path()).getNameCount();
    state.put(
        Long.toString(place),
        file.modified() + " " + file.size() + " " + depth + " " + relative(file.path()));
  }

  void forget(long place) {
    state.remove(Long.toString(place));
  }

  void floor(long modified) {
    state.put(FLOOR, Long.toString(modified));
  }

  void cleaned(long place) {
    state.put(CLEANED, Long.toString(place));
  }

  void content(Path directory, String content) {
    state.put(CONTENT + relative(directory), content);
  }

  private String relative(Path path) {
    return base.relativize(path).toString();
  }

  Remembered load() {
    Loader loader = new Loader();
    state.forEach(loader::add);
    loader.files.sort(Comparator.comparingLong(Placed::place));
    return new Remembered(loader.files, loader.floor, loader.cleaned, loader.contents);
  }

  private final class Loader {
    private final List<Placed> files = new ArrayList<>();
    private final Map<Path, String> contents = new LinkedHashMap<>();
    private long floor = Long.MIN_VALUE;
    private OptionalLong cleaned = OptionalLong.empty();

    void add(String key, String value) {
      if (key.equals(FLOOR)) {
        floor = Long.parseLong(value);
      } else if (key.equals(CLEANED)) {
        cleaned = OptionalLong.of(Long.parseLong(value));
      } else if (key.startsWith(CONTENT)) {
        contents.put(base.resolve(key.substring(CONTENT.length())), value);
      } else {
        files.add(new Placed(Long.parseLong(key), file(value)));
      }
    }

    private TakenFile file(String value) {
      String[] parts = value.split(" ", 4);
      Path path = base.resolve(parts[3]);
      Path root = path;
      for (int i = Integer.parseInt(parts[2]); i > 0 && root.getParent() != null; i--) {
        root = root.getParent();
      }
      return new TakenFile(path, root, Long.parseLong(parts[1]), Long.parseLong(parts[0]));
    }
  }
}
