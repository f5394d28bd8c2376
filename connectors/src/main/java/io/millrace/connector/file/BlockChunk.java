package io.millrace.connector.file;

import io.millrace.api.connector.Chunk;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.Records;
import io.millrace.connector.format.RowMemory;

/** Records that have been read. */
final class BlockChunk implements Chunk {
  private final Records records;
  private final RecordFormat.Decoders decoders;
  private final ChunkBuffers buffers;
  private final RowMemory columns;

  BlockChunk(Records records, RecordFormat.Decoders decoders, ChunkBuffers buffers) {
    this.records = records;
    this.decoders = decoders;
    this.buffers = buffers;
    this.columns = buffers.takeRows();
  }

  @Override
  public void decode(Output output) {
    decoders.decode(records, columns, output);
  }

  @Override
  public void release() {
    buffers.giveBack(records.data());
    buffers.giveBack(columns);
  }
}
