/** Queries that die: processes that are killed, disks that fail, bits that flip. */
@NullMarked
package io.millrace.tests.crash;

import org.jspecify.annotations.NullMarked;
