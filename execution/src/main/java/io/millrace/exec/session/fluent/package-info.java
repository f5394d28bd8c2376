/** What tables of programs, made step by step, ask their session for. */
@NullMarked
package io.millrace.exec.session.fluent;

import org.jspecify.annotations.NullMarked;
