package io.millrace.api.connector;

import java.util.Optional;

/** The chunks of one range of a source, in order. Used by one thread at a time. */
public interface ChunkReader extends AutoCloseable {

  /** The next chunk; empty at the end of the range. Fetches bytes, leaves decoding to the chunk. */
  Optional<Chunk> next();

  @Override
  void close();
}
