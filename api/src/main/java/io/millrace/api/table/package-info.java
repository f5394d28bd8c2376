/** Tables and typed datasets, and the encoders between rows and objects. */
@NullMarked
package io.millrace.api.table;

import org.jspecify.annotations.NullMarked;
