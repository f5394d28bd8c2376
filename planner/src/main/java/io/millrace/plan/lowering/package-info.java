/**
 * From step 4 to step 5: turns the plan over changes ({@code plan.incremental}) into the operator
 * specs ({@code plan.physical}) that the engine builds.
 */
@NullMarked
package io.millrace.plan.lowering;

import org.jspecify.annotations.NullMarked;
