/**
 * Functions in the user's Java code: finds out by reflection, once, what a class, object or lambda
 * takes and gives, and makes of it what plans hold. Beside the way of the data: the session calls
 * it, and operators call what it makes.
 */
@NullMarked
package io.millrace.exec.function;

import org.jspecify.annotations.NullMarked;
