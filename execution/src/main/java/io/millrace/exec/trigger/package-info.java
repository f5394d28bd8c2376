/**
 * Step 7, processing time: when a batch may start, and where the loop waits until it may. Policies
 * are pure functions of time, and the only clock is the injected one. Used by {@code exec.query}.
 */
@NullMarked
package io.millrace.exec.trigger;

import org.jspecify.annotations.NullMarked;
