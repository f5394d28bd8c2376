/** Programs over datasets of objects, as users write them. */
@NullMarked
package io.millrace.tests.typed;

import org.jspecify.annotations.NullMarked;
