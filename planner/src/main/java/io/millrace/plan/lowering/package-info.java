/** From the plan over changes to the operator specs the engine builds. */
@NullMarked
package io.millrace.plan.lowering;

import org.jspecify.annotations.NullMarked;
