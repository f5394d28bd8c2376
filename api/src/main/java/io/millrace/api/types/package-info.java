/**
 * SQL types and schemas. Everything that carries data says with these what it carries.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.api.types;

import org.jspecify.annotations.NullMarked;
