package io.millrace.shell;

import io.millrace.api.udf.ScalarFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A function that has not ended yet, and does not mind being interrupted. Says that it has begun by
 * a file named {@code begun} in the working directory.
 */
public final class Stubborn implements ScalarFunction {
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  public long eval(long value) {
    try {
      Files.writeString(Path.of("begun"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (NEVER.getCount() > 0) {
      try {
        NEVER.await();
      } catch (InterruptedException e) {
        // That is what it is for.
      }
    }
    return value;
  }

  @Override
  public boolean isDeterministic() {
    return false;
  }
}
