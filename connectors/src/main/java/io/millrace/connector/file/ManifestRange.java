package io.millrace.connector.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The places of a manifest in the order of its directory, which its name tells: {@code
 * 000000000007-000000000007.manifest}. Manifests of single batches have one place; a manifest that
 * stands for some in a row has all of theirs.
 */
record ManifestRange(long first, long last) {
  /** Where manifests lie, below the directory that they speak of. */
  static final String DIRECTORY = "_millrace";

  /** From the first place on, and of those with the same the widest first. */
  static final Comparator<ManifestRange> ORDER =
      Comparator.comparingLong(ManifestRange::first)
          .thenComparing(Comparator.comparingLong(ManifestRange::last).reversed());

  private static final Pattern NAME = Pattern.compile("(\\d{12})-(\\d{12})\\.manifest");

  static ManifestRange single(long place) {
    return new ManifestRange(place, place);
  }

  String fileName() {
    return String.format(Locale.ROOT, "%012d-%012d.manifest", first, last);
  }

  static Optional<ManifestRange> parse(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    return name.matches()
        ? Optional.of(
            new ManifestRange(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))))
        : Optional.empty();
  }

  /** Those in the directory of manifests, in {@link #ORDER}. */
  static List<ManifestRange> list(Path manifests) throws IOException {
    List<ManifestRange> ranges = new ArrayList<>();
    for (Path path : Directories.entries(manifests)) {
      parse(path).ifPresent(ranges::add);
    }
    ranges.sort(ORDER);
    return ranges;
  }

  long width() {
    return last - first + 1;
  }

  /** How often manifests were merged into it, if that is done as soon as there are so many. */
  int level(int fanIn) {
    int level = 0;
    for (long rest = width() / fanIn; rest > 0; rest /= fanIn) {
      level++;
    }
    return level;
  }
}
