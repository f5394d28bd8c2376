/** Statements that say what the catalog has: tables, views, schemas and functions. */
@NullMarked
package io.millrace.exec.session.definition;

import org.jspecify.annotations.NullMarked;
