/**
 * Recursive queries: round after round of a step until nothing is new, within one batch. See the
 * design record 020.
 */
@NullMarked
package io.millrace.exec.operator.recursion;

import org.jspecify.annotations.NullMarked;
