/** Starts queries, and gives what they find to whom it asks for it. */
@NullMarked
package io.millrace.exec.session.query;

import org.jspecify.annotations.NullMarked;
