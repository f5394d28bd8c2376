/**
 * What a running query tells about itself, batch by batch.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.api.progress;

import org.jspecify.annotations.NullMarked;
