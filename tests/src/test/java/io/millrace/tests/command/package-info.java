/** The command as a process: the launcher, and the examples as people run them. */
@NullMarked
package io.millrace.tests.command;

import org.jspecify.annotations.NullMarked;
