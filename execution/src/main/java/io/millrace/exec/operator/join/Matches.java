package io.millrace.exec.operator.join;

/**
 * Of pairs that match: for each of them, what it came of.
 *
 * @param addedRows the physical row of the batch that is added
 * @param addedWeights the weight of that row
 * @param otherWeights the weight of the row of the other input
 * @param arrivals the place of the added row in the order of arrival, ascending
 */
record Matches(int[] addedRows, int[] addedWeights, long[] otherWeights, long[] arrivals) {}
