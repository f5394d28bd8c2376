/**
 * Between steps 4 and 5: decides how a result may leave. Modes, keys, triggers and sinks, with the
 * reason for each refusal.
 */
@NullMarked
package io.millrace.plan.check;

import org.jspecify.annotations.NullMarked;
