package io.millrace.fault;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of the default file system, by way of a {@link FaultDisk}. */
final class FaultPath implements Path {
  private final FaultFileSystem system;
  private final Path real;

  FaultPath(FaultFileSystem system, Path real) {
    this.system = system;
    this.real = real;
  }

  static Path real(Path path) {
    if (path instanceof FaultPath fault) {
      return fault.real;
    }
    throw new ProviderMismatchException();
  }

  private FaultPath wrap(Path path) {
    return new FaultPath(system, path);
  }

  private @Nullable Path wrapIfThere(@Nullable Path path) {
    return path == null ? null : wrap(path);
  }

  @Override
  public FileSystem getFileSystem() {
    return system;
  }

  @Override
  public boolean isAbsolute() {
    return real.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return wrapIfThere(real.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return wrapIfThere(real.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return wrapIfThere(real.getParent());
  }

  @Override
  public int getNameCount() {
    return real.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return wrap(real.getName(index));
  }

  @Override
  public Path subpath(int from, int to) {
    return wrap(real.subpath(from, to));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof FaultPath fault && real.startsWith(fault.real);
  }

  @Override
  public boolean endsWith(Path other) {
    return other instanceof FaultPath fault && real.endsWith(fault.real);
  }

  @Override
  public Path normalize() {
    return wrap(real.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return wrap(real.resolve(real(other)));
  }

  @Override
  public Path relativize(Path other) {
    return wrap(real.relativize(real(other)));
  }

  @Override
  public URI toUri() {
    return URI.create(FaultProvider.SCHEME + "://" + real.toUri().getRawPath());
  }

  @Override
  public Path toAbsolutePath() {
    return wrap(real.toAbsolutePath());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return wrap(real.toRealPath(options));
  }

  /** The real file, for libraries that know nothing else. */
  @Override
  public File toFile() {
    return real.toFile();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return real.compareTo(real(other));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FaultPath fault && fault.system == system && fault.real.equals(real);
  }

  @Override
  public int hashCode() {
    return real.hashCode();
  }

  /** The real path, as for messages and libraries that take paths as text. */
  @Override
  public String toString() {
    return real.toString();
  }
}
