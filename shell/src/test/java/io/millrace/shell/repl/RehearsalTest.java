package io.millrace.shell.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.shell.render.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the launcher loads for its archive of classes. */
class RehearsalTest {

  @Test
  void everyClassIsThere() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Rehearsal.run(new Screen(stream, stream, false, false, false, 80, true));
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("ClassNotFoundException");
  }
}
