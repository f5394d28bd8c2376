package io.millrace.exec.build;

/** Where a pipeline ends: a stage with memory, or the result. */
sealed interface Target permits StageInput, ResultTarget {}
