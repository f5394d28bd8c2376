/**
 * Step 7, event time: from the newest times that each declaration saw to the watermark of the next
 * batch. Knows nothing of batches beyond their order; used by {@code exec.query}.
 */
@NullMarked
package io.millrace.exec.watermark;

import org.jspecify.annotations.NullMarked;
