/**
 * Between step 7 and step 9: turns the weighted rows that a batch gives into what a sink receives
 * in each output mode. {@link io.millrace.exec.changelog.ChangeEncoder} is the door; used by {@code
 * exec.query}.
 */
@NullMarked
package io.millrace.exec.changelog;

import org.jspecify.annotations.NullMarked;
