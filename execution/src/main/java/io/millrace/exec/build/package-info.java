/**
 * Makes running graphs from operator specs: the border between the plan and the loop that drives
 * it.
 */
@NullMarked
package io.millrace.exec.build;

import org.jspecify.annotations.NullMarked;
