package io.millrace.state.log;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process as leases name it.
 *
 * @param start when it began, ms since 1970, as process ids are used again
 */
record LeaseHolder(long process, long start, String host) {
  private static final Pattern CLAIM = Pattern.compile(Lease.PREFIX + "-(\\d{1,18})-(\\d+)-(.+)");

  /** Where this is to be read without asking a name server. */
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  static LeaseHolder thisProcess() throws IOException {
    ProcessHandle process = ProcessHandle.current();
    Instant start = process.info().startInstant().orElse(Instant.EPOCH);
    return new LeaseHolder(process.pid(), start.toEpochMilli(), hostName());
  }

  private static String hostName() throws IOException {
    String name =
        Files.isReadable(HOST_NAME)
            ? Files.readString(HOST_NAME).strip()
            : InetAddress.getLocalHost().getHostName();
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /** The file that says that this process has the lease, or tries to get it. */
  String claim() {
    return Lease.PREFIX + "-" + process + "-" + start + "-" + host;
  }

  /** Removes what processes of this host have left that ended without closing their lease. */
  void removeClaimsOfTheDead(Path directory) throws IOException {
    try (DirectoryStream<Path> claims = Files.newDirectoryStream(directory, Lease.PREFIX + "-*")) {
      for (Path file : claims) {
        Matcher name = CLAIM.matcher(file.getFileName().toString());
        if (name.matches()
            && name.group(3).equals(host)
            && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public String toString() {
    return "process " + process + " on " + host;
  }
}
