/**
 * Sources that make rows up: by time, or so many a batch.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.connector.rate;

import org.jspecify.annotations.NullMarked;
