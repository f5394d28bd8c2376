/** Sessions as programs use them: statements, queries and their life, with everything behind. */
@NullMarked
package io.millrace.tests.session;

import org.jspecify.annotations.NullMarked;
