/**
 * JSON lines: a schema-driven scanner over bytes, a general parser for whatever is unusual, and the
 * writer.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.connector.format.json;

import org.jspecify.annotations.NullMarked;
