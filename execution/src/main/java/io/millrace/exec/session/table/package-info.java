/** Statements that change tables, and the transactions they are in. */
@NullMarked
package io.millrace.exec.session.table;

import org.jspecify.annotations.NullMarked;
