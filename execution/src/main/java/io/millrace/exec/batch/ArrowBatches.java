package io.millrace.exec.batch;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Copies batches to Arrow vectors and back. */
public final class ArrowBatches {
  /** The name of the column of weights, which a batch of insertions does not have. */
  public static final String WEIGHT_COLUMN = "__weight";

  private static final Map<String, String> WEIGHT_METADATA = Map.of("millrace.role", "weight");

  private static final String FLAG = "--add-opens=java.base/java.nio=ALL-UNNAMED";

  private ArrowBatches() {}

  /**
   * An allocator for {@link #toArrow}; the caller closes it.
   *
   * @throws MillraceException ARROW_UNAVAILABLE if the JVM runs without the flag that Arrow's own
   *     memory needs
   */
  public static BufferAllocator newAllocator() {
    try {
      return new RootAllocator();
    } catch (ExceptionInInitializerError | NoClassDefFoundError | RuntimeException failure) {
      throw MillraceException.error(ErrorCode.ARROW_UNAVAILABLE, FLAG)
          .hint("start Java with " + FLAG + "; only Arrow vectors need it, queries do not")
          .cause(failure)
          .build();
    }
  }

  /** The fields of vectors that hold rows of these columns. */
  public static List<Field> fields(Schema schema) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      fields.add(ArrowTypes.field(schema.name(i), schema.type(i)));
    }
    return fields;
  }

  /**
   * A copy of the batch's rows; weights that are not all 1 become a last column, {@link
   * #WEIGHT_COLUMN}.
   *
   * @return vectors that the caller closes
   */
  public static VectorSchemaRoot toArrow(ColumnBatch batch, BufferAllocator allocator) {
    ColumnBatch dense = batch.compact();
    List<Field> fields = new ArrayList<>();
    List<FieldVector> vectors = new ArrayList<>();
    try {
      for (int i = 0; i < dense.columnCount(); i++) {
        Field field = ArrowTypes.field(dense.schema().name(i), dense.schema().type(i));
        fields.add(field);
        FieldVector vector = field.createVector(allocator);
        vectors.add(vector);
        ArrowWriter.write(dense.column(i), vector, dense.size());
      }
      if (!dense.isInsertOnly()) {
        Field field =
            new Field(
                WEIGHT_COLUMN,
                new FieldType(false, new ArrowType.Int(32, true), null, WEIGHT_METADATA),
                null);
        fields.add(field);
        FieldVector vector = field.createVector(allocator);
        vectors.add(vector);
        ArrowWriter.write(
            new IntColumn(DataType.INTEGER.notNull(), dense.size(), dense.weights(), new long[0]),
            vector,
            dense.size());
      }
      return new VectorSchemaRoot(fields, vectors, dense.size());
    } catch (RuntimeException | Error failure) {
      vectors.forEach(FieldVector::close);
      throw failure;
    }
  }

  /**
   * A copy of the vectors as a dense batch. They stay the caller's.
   *
   * @throws io.millrace.api.error.MillraceException TYPE_NOT_SUPPORTED for a column of a type that
   *     no batch has
   */
  public static ColumnBatch fromArrow(VectorSchemaRoot root) {
    int rows = root.getRowCount();
    List<io.millrace.api.types.Field> fields = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    int[] weights = ColumnBatch.NONE;
    for (FieldVector vector : root.getFieldVectors()) {
      Field field = vector.getField();
      if (vector instanceof IntVector
          && "weight".equals(field.getMetadata().get("millrace.role"))) {
        weights = ((IntColumn) ArrowReader.read(vector, DataType.INTEGER, rows)).values();
        continue;
      }
      DataType type = ArrowTypes.type(field);
      fields.add(new io.millrace.api.types.Field(field.getName(), type));
      columns.add(ArrowReader.read(vector, type, rows));
    }
    return ColumnBatch.weighted(new Schema(fields), rows, weights, columns.toArray(new Column[0]));
  }
}
