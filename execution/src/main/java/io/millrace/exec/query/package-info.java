/**
 * Step 7, one query: choosing and running batches ({@link io.millrace.exec.query.BatchRunner}),
 * when they run ({@link io.millrace.exec.query.Pacer}), the loop and its thread, the query's life
 * as others see it, and what it tells about itself. Knows operators, sources and sinks by their
 * interfaces only; {@code exec.session} puts the parts together.
 */
@NullMarked
package io.millrace.exec.query;

import org.jspecify.annotations.NullMarked;
