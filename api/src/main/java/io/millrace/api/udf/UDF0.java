package io.millrace.api.udf;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A scalar function of no arguments, as a lambda. An argument is null where SQL has NULL, and null
 * is NULL in the result. It is called from several threads at once.
 */
@FunctionalInterface
public interface UDF0<R extends @Nullable Object> extends Serializable {
  R call() throws Exception;
}
