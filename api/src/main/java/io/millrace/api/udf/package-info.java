/**
 * Functions in the program's own code, for SQL and the API: scalar functions ({@link
 * io.millrace.api.udf.UDF1} and its siblings as lambdas, {@link io.millrace.api.udf.ScalarFunction}
 * as classes), aggregates ({@link io.millrace.api.udf.AggregateFunction}) and table functions
 * ({@link io.millrace.api.udf.TableFunction}). {@code millrace.udf().register(…)} takes them; so
 * does {@code CREATE FUNCTION f AS 'class'}.
 */
@NullMarked
package io.millrace.api.udf;

import org.jspecify.annotations.NullMarked;
