package io.millrace.connector.file;

import io.millrace.api.connector.Chunk;
import java.io.IOException;
import java.util.Optional;

/** The chunks of one file, in order. */
interface FileChunks extends AutoCloseable {

  TakenFile file();

  /** The next chunk; empty at the end of the file. */
  Optional<Chunk> next() throws IOException;

  /** How many bytes of the file have been read for the chunks until now. */
  long position();

  /** No more chunks will be asked for; those that were given stay good. */
  @Override
  void close();
}
