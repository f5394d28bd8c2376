/**
 * Tables of a program in the words of Spark's Dataset API: {@link io.millrace.api.table.Dataset},
 * {@link io.millrace.api.table.Column}, {@link io.millrace.api.table.functions}, readers and
 * writers, and the {@link io.millrace.api.table.Encoders} between rows and objects. A table is a
 * description; nothing runs until it is collected, written or started.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.api.table;

import org.jspecify.annotations.NullMarked;
