package io.millrace.connector.file;

import static io.millrace.api.connector.OptionSpec.optional;
import static io.millrace.api.connector.OptionSpec.required;
import static io.millrace.api.connector.OptionSpec.withDefault;
import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OptionSpec.Kind;
import io.millrace.api.connector.Options;
import io.millrace.api.error.ErrorCode;
import io.millrace.connector.format.OnError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a file source chooses and treats files.
 *
 * @param path as the user wrote it
 * @param maxFiles the most files of one batch
 * @param maxBytes the most bytes of one batch, except that one file is always taken
 * @param latestFirst whether the newest files come first
 * @param fileNameOnly whether a file is known again by its name alone
 * @param recursive whether all sub-directories are read
 * @param maxFileAge how much older than the newest file a file may be; empty without limit
 * @param clean what happens to files once they are read for good
 * @param ignoreMissing whether a file that is gone before it is read is skipped
 * @param ignoreCorrupt whether the rest of a file that cannot be read is skipped, and counted
 * @param maxRecordSize the most bytes of one record
 */
record FileSourceOptions(
    String path,
    OptionalLong maxFiles,
    OptionalLong maxBytes,
    boolean latestFirst,
    boolean fileNameOnly,
    boolean recursive,
    Optional<Duration> maxFileAge,
    Clean clean,
    Optional<Path> archiveDirectory,
    boolean ignoreMissing,
    boolean ignoreCorrupt,
    int maxRecordSize,
    OnError onError) {

  /** What happens to files once they are read for good. */
  enum Clean {
    OFF,
    DELETE,
    ARCHIVE
  }

  /** The least room for a record. */
  private static final int SMALLEST_RECORD_LIMIT = 64;

  private static final int LARGEST_RECORD_LIMIT = 1 << 30;

  static List<OptionSpec> specs(String format) {
    List<OptionSpec> specs = new ArrayList<>();
    specs.add(required("path", Kind.TEXT, "a directory, a file, or a pattern such as in/*.json"));
    specs.add(optional("maxFilesPerTrigger", Kind.INTEGER, "the most files that one batch takes"));
    specs.add(
        optional(
            "maxBytesPerTrigger",
            Kind.SIZE,
            "the most bytes that one batch takes, but at least one file"));
    specs.add(withDefault("latestFirst", Kind.BOOLEAN, "false", "whether newest files come first"));
    specs.add(
        withDefault(
            "fileNameOnly",
            Kind.BOOLEAN,
            "false",
            "whether files of the same name in other directories are the same file"));
    specs.add(
        withDefault("recursive", Kind.BOOLEAN, "false", "whether sub-directories are read too"));
    specs.add(
        withDefault(
            "maxFileAge",
            Kind.DURATION,
            "7d",
            "how much older than the newest file a file may be; not in the first batch"));
    specs.add(
        OptionSpec.choice(
            "cleanSource",
            "what happens to files once they are read and committed",
            "off",
            "delete",
            "archive"));
    specs.add(optional("sourceArchiveDir", Kind.TEXT, "where cleanSource = archive moves files"));
    specs.add(
        withDefault(
            "ignoreMissingFiles",
            Kind.BOOLEAN,
            "false",
            "whether files that are gone before they are read are skipped"));
    specs.add(
        withDefault(
            "ignoreCorruptFiles",
            Kind.BOOLEAN,
            "false",
            "whether the rest of a file that cannot be read is skipped, and counted as malformed"));
    specs.add(
        withDefault("maxRecordSize", Kind.SIZE, "64MB", "the most bytes that one record may have"));
    specs.add(OnError.OPTION);
    specs.addAll(FileFormats.readOptions(format));
    return List.copyOf(specs);
  }

  static FileSourceOptions of(Options options) {
    OptionalLong maxFiles = options.integer("maxFilesPerTrigger");
    OptionalLong maxBytes = options.size("maxBytesPerTrigger");
    if (maxFiles.isPresent() && maxFiles.getAsLong() < 1) {
      throw options.invalid("maxFilesPerTrigger", "is less than 1");
    }
    if (maxBytes.isPresent() && maxBytes.getAsLong() < 1) {
      throw options.invalid("maxBytesPerTrigger", "is less than 1");
    }
    if (maxFiles.isPresent() && maxBytes.isPresent()) {
      throw options.invalid("maxBytesPerTrigger", "excludes maxFilesPerTrigger: give one of them");
    }
    long recordSize = options.size("maxRecordSize").orElseThrow();
    if (recordSize < SMALLEST_RECORD_LIMIT || recordSize > LARGEST_RECORD_LIMIT) {
      throw options.invalid("maxRecordSize", "is not between 64 bytes and 1 GB");
    }
    boolean latestFirst = options.bool("latestFirst");
    boolean limited = maxFiles.isPresent() || maxBytes.isPresent();
    Clean clean = Clean.valueOf(options.choice("cleanSource").toUpperCase(java.util.Locale.ROOT));
    Optional<String> archive = options.text("sourceArchiveDir");
    if (clean == Clean.ARCHIVE && archive.isEmpty()) {
      throw error(ErrorCode.OPTION_MISSING, "sourceArchiveDir", "cleanSource = archive").build();
    }
    return new FileSourceOptions(
        options.requiredText("path"),
        maxFiles,
        maxBytes,
        latestFirst,
        options.bool("fileNameOnly"),
        options.bool("recursive"),
        // The newest of many first and old ones never would leave files out for ever.
        latestFirst && limited ? Optional.empty() : options.duration("maxFileAge"),
        clean,
        archive.map(Paths::local),
        options.bool("ignoreMissingFiles"),
        options.bool("ignoreCorruptFiles"),
        (int) recordSize,
        OnError.of(options));
  }
}
