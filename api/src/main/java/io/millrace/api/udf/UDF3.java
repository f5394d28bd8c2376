package io.millrace.api.udf;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A scalar function of three arguments, as a lambda. An argument is null where SQL has NULL, and
 * null is NULL in the result. It is called from several threads at once.
 */
@FunctionalInterface
public interface UDF3<T1, T2, T3, R extends @Nullable Object> extends Serializable {
  R call(T1 t1, T2 t2, T3 t3) throws Exception;
}
