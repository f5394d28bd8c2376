/** What a person sees for each error: one script a code, and the report as it is printed. */
@NullMarked
package io.millrace.tests.error;

import org.jspecify.annotations.NullMarked;
