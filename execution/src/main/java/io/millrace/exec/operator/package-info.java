/**
 * Step 6: operators, changes in and changes out. Here is what all of them share; each kind has its
 * own package. Made by {@code exec.build} from the specs of {@code plan.physical}; state is kept in
 * the tables of {@code io.millrace.state}.
 */
@NullMarked
package io.millrace.exec.operator;

import org.jspecify.annotations.NullMarked;
