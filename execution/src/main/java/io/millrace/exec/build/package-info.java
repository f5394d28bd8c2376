/**
 * From step 5 to step 6: makes running graphs from operator specs. The border between the plan and
 * the loop that drives it: {@code exec.query} sees {@link io.millrace.exec.build.RunningGraph},
 * what goes in and what is reported, and no operator.
 */
@NullMarked
package io.millrace.exec.build;

import org.jspecify.annotations.NullMarked;
