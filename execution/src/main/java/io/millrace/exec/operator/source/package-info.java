/** Reading: chunks of sources become batches. */
@NullMarked
package io.millrace.exec.operator.source;

import org.jspecify.annotations.NullMarked;
