package io.millrace.api.udf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/**
 * Java serialization. Classes are looked up by the loader of the running thread's context, which is
 * the function's while its code runs.
 */
final class SerializationCodec implements AccumulatorCodec<Object> {
  static final SerializationCodec INSTANCE = new SerializationCodec();

  private SerializationCodec() {}

  @Override
  public void write(Object accumulator, DataOutput output) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
      objects.writeObject(accumulator);
    }
    output.writeInt(bytes.size());
    output.write(bytes.toByteArray());
  }

  @Override
  public Object read(DataInput input) throws IOException {
    byte[] bytes = new byte[input.readInt()];
    input.readFully(bytes);
    try (ObjectInputStream objects = new ContextObjects(bytes)) {
      return objects.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException("class " + e.getMessage() + " of an accumulator is not there", e);
    }
  }

  /** Knows the classes of the program. */
  private static final class ContextObjects extends ObjectInputStream {
    ContextObjects(byte[] bytes) throws IOException {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      if (loader != null) {
        try {
          return Class.forName(description.getName(), false, loader);
        } catch (ClassNotFoundException e) {
          return super.resolveClass(description);
        }
      }
      return super.resolveClass(description);
    }
  }
}
