package io.millrace.exec.batch;

import com.google.flatbuffers.FlatBufferBuilder;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.exec.batch.ArrowBuffers.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Writes batches of insertions in Arrow's stream format. Nothing of Arrow's own memory is touched,
 * which is what needs a flag of the JVM.
 */
public final class ArrowStream {
  /** Buffers begin at multiples of this, as Arrow recommends. */
  private static final int ALIGNMENT = 64;

  private static final int METADATA_ALIGNMENT = 8;
  private static final int PREFIX = 8;
  private static final byte[] ZEROS = new byte[ALIGNMENT];

  private final OutputStream out;

  /** Begins a stream of rows with these columns. The caller closes what it is written to. */
  public ArrowStream(OutputStream out, Schema schema) throws IOException {
    this.out = out;
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int header =
        new org.apache.arrow.vector.types.pojo.Schema(ArrowBatches.fields(schema))
            .getSchema(builder);
    writeMessage(builder, MessageHeader.Schema, header, 0);
  }

  /** Writes the rows of a batch. */
  public void write(ColumnBatch batch) throws IOException {
    ColumnBatch dense = batch.compact();
    if (!dense.isInsertOnly()) {
      throw new IllegalArgumentException("rows have no weights in Arrow's stream");
    }
    int rows = dense.size();
    List<Part> body = new ArrayList<>();
    List<Node> columns = new ArrayList<>();
    for (int i = 0; i < dense.columnCount(); i++) {
      addBuffers(dense.column(i), rows, columns, body);
    }
    FlatBufferBuilder builder = new FlatBufferBuilder();
    RecordBatch.startNodesVector(builder, columns.size());
    for (int i = columns.size() - 1; i >= 0; i--) {
      FieldNode.createFieldNode(builder, columns.get(i).rows(), columns.get(i).nulls());
    }
    final int nodes = builder.endVector();
    long end = body.stream().mapToLong(part -> padded(part.length())).sum();
    final long length = end;
    RecordBatch.startBuffersVector(builder, body.size());
    for (int i = body.size() - 1; i >= 0; i--) {
      end -= padded(body.get(i).length());
      Buffer.createBuffer(builder, end, body.get(i).length());
    }
    final int buffers = builder.endVector();
    RecordBatch.startRecordBatch(builder);
    RecordBatch.addLength(builder, rows);
    RecordBatch.addNodes(builder, nodes);
    RecordBatch.addBuffers(builder, buffers);
    int header = RecordBatch.endRecordBatch(builder);
    writeMessage(builder, MessageHeader.RecordBatch, header, length);
    for (Part part : body) {
      out.write(part.array(), part.from(), part.length());
      out.write(ZEROS, 0, padded(part.length()) - part.length());
    }
  }

  /** Ends the stream. */
  public void end() throws IOException {
    writePrefix(0);
    out.flush();
  }

  /** The length of a column, or of what is inside of one. */
  private record Node(int rows, int nulls) {}

  /** Appends the buffers of a column, and of what is inside. */
  private static void addBuffers(Column column, int rows, List<Node> nodes, List<Part> body) {
    if (column.type().kind() == TypeKind.NULL) {
      nodes.add(new Node(rows, rows));
      return;
    }
    int nulls = 0;
    if (column.mayHaveNulls()) {
      for (int i = 0; i < rows; i++) {
        nulls += column.isNull(i) ? 1 : 0;
      }
    }
    nodes.add(new Node(rows, nulls));
    body.add(ArrowBuffers.validity(column, rows));
    if (!column.type().kind().isNested()) {
      body.addAll(ArrowBuffers.values(column, rows));
      return;
    }
    ArrowNested inside = ArrowNested.of((BytesColumn) column, rows);
    int count = inside.childRows();
    if (column.type().kind() != TypeKind.ROW) {
      body.add(inside.offsets());
    }
    if (column.type().kind() == TypeKind.MAP) {
      nodes.add(new Node(count, 0));
      body.add(ArrowBuffers.allValid(count));
    }
    for (Column child : inside.children()) {
      addBuffers(child, count, nodes, body);
    }
  }

  private static int padded(int length) {
    return Math.addExact(length, ALIGNMENT - 1) & -ALIGNMENT;
  }

  private void writeMessage(FlatBufferBuilder builder, byte kind, int header, long bodyLength)
      throws IOException {
    Message.startMessage(builder);
    Message.addHeaderType(builder, kind);
    Message.addHeader(builder, header);
    Message.addVersion(builder, MetadataVersion.V5);
    Message.addBodyLength(builder, bodyLength);
    builder.finish(Message.endMessage(builder));
    ByteBuffer metadata = builder.dataBuffer();
    int size = metadata.remaining();
    int withPadding = size + METADATA_ALIGNMENT - 1 & -METADATA_ALIGNMENT;
    writePrefix(withPadding);
    out.write(metadata.array(), metadata.arrayOffset() + metadata.position(), size);
    out.write(ZEROS, 0, withPadding - size);
  }

  /** What stands before a message: a mark, and the length of its metadata. */
  private void writePrefix(int metadataLength) throws IOException {
    ByteBuffer prefix = ByteBuffer.allocate(PREFIX).order(ByteOrder.LITTLE_ENDIAN);
    out.write(prefix.putInt(-1).putInt(metadataLength).array());
  }
}
