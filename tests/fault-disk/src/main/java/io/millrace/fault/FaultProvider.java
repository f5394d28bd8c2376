package io.millrace.fault;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations on files of one life of a {@link FaultDisk}. */
final class FaultProvider extends FileSystemProvider {
  static final String SCHEME = "fault";

  private final FaultFileSystem system;
  private final FaultDisk disk;
  private final int life;

  FaultProvider(FaultFileSystem system) {
    this.system = system;
    this.disk = system.disk();
    this.life = system.life();
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("made by FaultDisk");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    return system.path(Path.of(uri.getPath()));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path real = absolute(path);
    synchronized (disk) {
      disk.expectAlive(life);
      FileChannel channel =
          Files.isDirectory(real)
              ? new FaultDirectory(disk, life, real)
              : open(real, options, attributes);
      return channel;
    }
  }

  private FileChannel open(
      Path real, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    boolean append = options.contains(StandardOpenOption.APPEND);
    boolean writable = append || options.contains(StandardOpenOption.WRITE);
    Set<StandardOpenOption> opening = EnumSet.of(StandardOpenOption.READ);
    if (writable) {
      opening.add(StandardOpenOption.WRITE);
      if (!Files.exists(real)) {
        create(real, options, attributes);
      } else if (options.contains(StandardOpenOption.CREATE_NEW)) {
        throw new FileAlreadyExistsException(real.toString());
      }
    }
    FileChannel channel = FileChannel.open(real, opening);
    disk.opened(channel);
    FaultChannel file =
        new FaultChannel(
            disk, life, real.toString(), channel, disk.names().content(real), writable, append);
    if (writable && options.contains(StandardOpenOption.TRUNCATE_EXISTING) && channel.size() > 0) {
      file.truncate(0);
    }
    return file;
  }

  private void create(Path real, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (!options.contains(StandardOpenOption.CREATE)
        && !options.contains(StandardOpenOption.CREATE_NEW)) {
      throw new NoSuchFileException(real.toString());
    }
    disk.begin(Operation.CREATE, life, real.toString());
    Files.createFile(real, attributes);
    disk.names().created(real);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    disk.expectAlive(life);
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(absolute(directory))) {
      for (Path entry : stream) {
        Path wrapped = directory.resolve(entry.getFileName().toString());
        if (filter.accept(wrapped)) {
          entries.add(wrapped);
        }
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return entries.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    Path real = absolute(directory);
    synchronized (disk) {
      disk.expectAlive(life);
      if (Files.exists(real)) {
        throw new FileAlreadyExistsException(real.toString());
      }
      disk.begin(Operation.CREATE, life, real.toString());
      Files.createDirectory(real, attributes);
      disk.names().created(real);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    Path real = absolute(path);
    synchronized (disk) {
      disk.expectAlive(life);
      if (!Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
        throw new NoSuchFileException(real.toString());
      }
      disk.begin(Operation.DELETE, life, real.toString());
      disk.names().delete(real);
    }
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    Path from = absolute(source);
    Path to = absolute(target);
    Set<CopyOption> wanted = Set.of(options);
    boolean replace =
        wanted.contains(StandardCopyOption.REPLACE_EXISTING)
            || wanted.contains(StandardCopyOption.ATOMIC_MOVE);
    synchronized (disk) {
      disk.expectAlive(life);
      if (!Files.exists(from)) {
        throw new NoSuchFileException(from.toString());
      }
      if (!replace && Files.exists(to)) {
        throw new FileAlreadyExistsException(to.toString());
      }
      disk.begin(Operation.RENAME, life, from + " " + to);
      disk.names().rename(from, to);
    }
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    boolean replace = Set.of(options).contains(StandardCopyOption.REPLACE_EXISTING);
    Set<OpenOption> opening =
        replace
            ? Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)
            : Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(source));
    try (FileChannel channel = newFileChannel(target, opening)) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
    }
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return other instanceof FaultPath && Files.isSameFile(absolute(path), absolute(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(absolute(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(absolute(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    disk.expectAlive(life);
    Path real = absolute(path);
    real.getFileSystem().provider().checkAccess(real, modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(absolute(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    disk.expectAlive(life);
    return Files.readAttributes(absolute(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    disk.expectAlive(life);
    return Files.readAttributes(absolute(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    disk.expectAlive(life);
    Files.setAttribute(absolute(path), attribute, value, options);
  }

  private static Path absolute(Path path) {
    return FaultPath.real(path).toAbsolutePath().normalize();
  }
}
