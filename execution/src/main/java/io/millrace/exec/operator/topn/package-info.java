/**
 * Step 6, Top-N: the first rows of partitions, kept in order. {@code TopNOperator} does it for
 * every rule and input, {@code FirstRowsTopN} for the most frequent one at less cost; what both
 * remember is {@code TopNRows}.
 */
@NullMarked
package io.millrace.exec.operator.topn;

import org.jspecify.annotations.NullMarked;
