package io.millrace.shell.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.shell.Tmux;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prompt as people see it. */
class PromptTest {
  @TempDir private Path directory;

  @Test
  void statementsGoOnUntilTheirSemicolon() {
    try (Tmux terminal = Tmux.millrace(directory, 80, 24, Map.of())) {
      terminal.run("SELECT 1 AS a,\n  'x;y' AS b\n;");
      assertThat(terminal.screen())
          .endsWith(
              """
              millrace> SELECT 1 AS a,
                    ..>   'x;y' AS b
                    ..> ;
              ┌─────────┬─────────┐
              │    a    │    b    │
              │ integer │ varchar │
              ├─────────┼─────────┤
              │       1 │ x;y     │
              └─────────┴─────────┘
              1 row
              millrace>""");
    }
  }
}
