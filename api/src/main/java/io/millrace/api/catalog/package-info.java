/**
 * What a session knows by name: tables and their columns, functions, connectors and their options,
 * settings. Methods that Spark's catalog has too are named as there.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.api.catalog;

import org.jspecify.annotations.NullMarked;
