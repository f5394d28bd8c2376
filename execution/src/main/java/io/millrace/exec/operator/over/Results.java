package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;

/**
 * Rows of a partition that follow one another, and what the calls give for them.
 *
 * @param rows their columns, as they are kept
 * @param calls a column for each call
 */
record Results(int count, Column[] rows, Column[] calls) {}
