/**
 * Decides how a result may leave: modes, keys, triggers and sinks, with the reason for each
 * refusal.
 */
@NullMarked
package io.millrace.plan.check;

import org.jspecify.annotations.NullMarked;
