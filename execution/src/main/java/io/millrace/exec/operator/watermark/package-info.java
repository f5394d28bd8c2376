/** Observation of event times. */
@NullMarked
package io.millrace.exec.operator.watermark;

import org.jspecify.annotations.NullMarked;
