package io.millrace.tests.recovery;

import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives failing disks addresses, {@code fault://name/path}, by which SQL can name places on them.
 * Everything else is done by the file systems of the disks.
 */
public final class FaultAddresses extends FileSystemProvider {
  private final Map<String, FileSystem> disks = new ConcurrentHashMap<>();

  /** The provider that the JVM has found. */
  static FaultAddresses installed() {
    return FileSystemProvider.installedProviders().stream()
        .filter(FaultAddresses.class::isInstance)
        .map(FaultAddresses.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** Gives the disk of a path a name; the address of the path. */
  String address(String name, Path path) {
    disks.put(name, path.getFileSystem());
    return getScheme() + "://" + name + path;
  }

  void forget(String name) {
    disks.remove(name);
  }

  @Override
  public String getScheme() {
    return "fault";
  }

  @Override
  public Path getPath(URI uri) {
    return getFileSystem(uri).getPath(uri.getPath());
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    FileSystem disk = disks.get(uri.getAuthority());
    if (disk == null) {
      throw new FileSystemNotFoundException(uri.toString());
    }
    return disk;
  }

  private static UnsupportedOperationException notOurs() {
    return new UnsupportedOperationException("paths belong to the disks");
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw notOurs();
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) {
    throw notOurs();
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) {
    throw notOurs();
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) {
    throw notOurs();
  }

  @Override
  public void delete(Path path) {
    throw notOurs();
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw notOurs();
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) {
    throw notOurs();
  }

  @Override
  public boolean isSameFile(Path path, Path other) {
    throw notOurs();
  }

  @Override
  public boolean isHidden(Path path) {
    throw notOurs();
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw notOurs();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) {
    throw notOurs();
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    throw notOurs();
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) {
    throw notOurs();
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
    throw notOurs();
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw notOurs();
  }
}
