/**
 * Random schemas, random queries over the whole grammar, random changes, cuts, restarts and degrees
 * of parallelism, with DuckDB as the batch engine. What fails is made small and told as a script of
 * the test language.
 *
 * <p>{@link io.millrace.tests.random.Scenario} is one case; {@link
 * io.millrace.tests.random.RandomScenarios} makes it up, with {@link
 * io.millrace.tests.random.Relations} for its queries; {@link io.millrace.tests.random.TableRun}
 * and {@link io.millrace.tests.random.StreamRun} run it.
 */
@NullMarked
package io.millrace.tests.random;

import org.jspecify.annotations.NullMarked;
