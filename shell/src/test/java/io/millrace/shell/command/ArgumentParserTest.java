package io.millrace.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.shell.render.OutputFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentParserTest {

  @Test
  void readsEveryOption() throws UsageException {
    Arguments arguments =
        ArgumentParser.parse(
            "-f",
            "a b.sql",
            "-f",
            "-",
            "-e",
            "SELECT 1",
            "-c",
            "SELECT 2",
            "--format",
            "json",
            "--keep-going",
            "--set",
            "a.b = c=d",
            "--set=x=",
            "-h",
            "-V");
    assertThat(arguments.inputs())
        .containsExactly(
            new ScriptInput.File("a b.sql"),
            new ScriptInput.StandardInput(),
            new ScriptInput.Text("SELECT 1"),
            new ScriptInput.Text("SELECT 2"));
    assertThat(arguments.format()).contains(OutputFormat.JSON);
    assertThat(arguments.keepGoing()).isTrue();
    assertThat(arguments.settings()).isEqualTo(Map.of("a.b", "c=d", "x", ""));
    assertThat(arguments.help()).isTrue();
    assertThat(arguments.version()).isTrue();
  }

  @Test
  void nothingIsAskedForByDefault() throws UsageException {
    Arguments arguments = ArgumentParser.parse();
    assertThat(arguments.inputs()).isEmpty();
    assertThat(arguments.format()).isEmpty();
    assertThat(arguments.keepGoing()).isFalse();
  }

  @Test
  void aValueMayLookLikeAnOption() throws UsageException {
    assertThat(ArgumentParser.parse("-e", "--x").inputs())
        .containsExactly(new ScriptInput.Text("--x"));
  }

  @Test
  void unknownOptionsNameTheNearest() {
    UsageException error =
        catchThrowableOfType(UsageException.class, () -> ArgumentParser.parse("--fromat", "csv"));
    assertThat(error).hasMessage("unknown option --fromat");
    assertThat(error.hint()).contains("did you mean --format?");
  }

  @Test
  void unknownFormatsNameTheNearest() {
    UsageException error =
        catchThrowableOfType(UsageException.class, () -> ArgumentParser.parse("--format", "jsn"));
    assertThat(error).hasMessage("--format cannot be \"jsn\": one of table, line, csv, json");
    assertThat(error.hint()).contains("did you mean json?");
  }

  @Test
  void aBareScriptNameIsExplained() {
    UsageException error =
        catchThrowableOfType(UsageException.class, () -> ArgumentParser.parse("a.sql"));
    assertThat(error.hint()).contains("run a script with   millrace -f a.sql");
  }

  @Test
  void valuesMustBeGivenWhereTheyAreNeededAndOnlyThere() {
    assertThatThrownBy(() -> ArgumentParser.parse("-f"))
        .isInstanceOf(UsageException.class)
        .hasMessage("-f needs a value");
    assertThatThrownBy(() -> ArgumentParser.parse("--keep-going=yes"))
        .isInstanceOf(UsageException.class)
        .hasMessage("--keep-going takes no value");
    assertThatThrownBy(() -> ArgumentParser.parse("--set", "x"))
        .isInstanceOf(UsageException.class)
        .hasMessage("--set needs name=value, not \"x\"");
  }
}
