/** The documentation as tests: what it shows is run, what it lists is compared with the code. */
@NullMarked
package io.millrace.tests.docs;

import org.jspecify.annotations.NullMarked;
