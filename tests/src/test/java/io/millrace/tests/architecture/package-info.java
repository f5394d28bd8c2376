/** Rules about which code may know which. */
@NullMarked
package io.millrace.tests.architecture;

import org.jspecify.annotations.NullMarked;
