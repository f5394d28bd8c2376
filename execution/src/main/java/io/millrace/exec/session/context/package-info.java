/** What the statements of a session share: its catalog, settings, queries and listeners. */
@NullMarked
package io.millrace.exec.session.context;

import org.jspecify.annotations.NullMarked;
