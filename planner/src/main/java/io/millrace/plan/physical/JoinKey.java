package io.millrace.plan.physical;

/**
 * A column of the left input of a join that is compared with one of the right input.
 *
 * @param nullSafe whether NULL equals NULL
 */
public record JoinKey(int left, int right, boolean nullSafe) {}
