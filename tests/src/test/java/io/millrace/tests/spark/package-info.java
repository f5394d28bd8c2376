/** Our API beside Spark's, which is read from Spark's own jar. */
@NullMarked
package io.millrace.tests.spark;

import org.jspecify.annotations.NullMarked;
