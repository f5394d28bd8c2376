/**
 * How results, changes, errors and progress look: boxes for people, CSV and JSON lines for
 * programs. Nothing here executes anything.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.shell.render;

import org.jspecify.annotations.NullMarked;
