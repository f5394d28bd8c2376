/** Programs that measure; not tests. The scripts in {@code tests/benchmark} start them. */
@NullMarked
package io.millrace.tests.benchmark;

import org.jspecify.annotations.NullMarked;
