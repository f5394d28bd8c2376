/**
 * Directories of files as source and as sink. A source keeps an ordered log of the files it has
 * taken; a sink stages files and makes them visible batch by batch through a manifest.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.connector.file;

import org.jspecify.annotations.NullMarked;
