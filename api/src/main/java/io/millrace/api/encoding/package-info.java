/**
 * How Java objects lie in rows and in state: {@link io.millrace.api.encoding.Shape} describes a
 * type, and {@link io.millrace.api.encoding.Shapes} finds out the description of records, beans and
 * simple types. What encoders are made of; programs use {@code Encoders}.
 */
@NullMarked
package io.millrace.api.encoding;

import org.jspecify.annotations.NullMarked;
