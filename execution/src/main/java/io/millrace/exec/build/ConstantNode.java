package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import java.util.List;

/** Constant rows, which flow in the first batch. */
record ConstantNode(List<ColumnBatch> batches, Route route) {}
