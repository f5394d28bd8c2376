/** Millrace as a part of somebody else's program. */
@NullMarked
package io.millrace.tests.embed;

import org.jspecify.annotations.NullMarked;
