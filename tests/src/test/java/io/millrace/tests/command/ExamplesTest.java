package io.millrace.tests.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.error.SourceText;
import io.millrace.shell.command.ExitCode;
import io.millrace.shell.command.ScriptRunner;
import io.millrace.shell.log.LogFile;
import io.millrace.shell.render.ErrorPrinter;
import io.millrace.shell.render.OutputFormat;
import io.millrace.shell.render.ResultPrinter;
import io.millrace.shell.render.Screen;
import io.millrace.tests.docs.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples give what they gave when their output was looked at. */
class ExamplesTest {
  @TempDir private Path scratch;

  private ScriptRunner runner(Millrace millrace, PrintStream stream, OutputFormat format) {
    Screen screen = new Screen(stream, stream, false, false, false, 100, false);
    return new ScriptRunner(
        millrace,
        screen,
        ResultPrinter.of(format, screen),
        new ErrorPrinter(screen, new LogFile(scratch.resolve("millrace.log"))),
        false);
  }

  /** The script with the paths of this machine. */
  private String script(String name) throws IOException {
    Path root = Repository.root();
    return Files.readString(root.resolve("examples").resolve(name))
        .replace("'examples/output/", "'" + scratch + "/")
        .replace("'examples/", "'" + root + "/examples/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "earthquakes", "weblog"})
  void printsWhatItDid(String name) throws IOException {
    String first = print(name);
    Path golden = Repository.root().resolve("tests/src/test/resources/examples/" + name + ".out");
    if (Boolean.getBoolean("millrace.rewrite")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, first);
    }
    assertThat(first).isEqualTo(Files.readString(golden));
    assertThat(print(name)).as("run again").isEqualTo(first);
  }

  private String print(String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    try (Millrace millrace = Millrace.builder().console(stream).open()) {
      ExitCode code =
          runner(millrace, stream, OutputFormat.TABLE)
              .run(List.of(new SourceText("", script(name + ".sql"))));
      assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.FINE);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void wordCountCountsWhatComesOverTheSocket() throws IOException {
    Waiting output = new Waiting("\"n\":2}");
    PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Millrace millrace = Millrace.builder().console(stream).open()) {
      String script = script("wordcount.sql").replace("9999", "" + server.getLocalPort());
      ScriptRunner runner = runner(millrace, stream, OutputFormat.JSON);
      CompletableFuture<ExitCode> run =
          CompletableFuture.supplyAsync(() -> runner.run(List.of(new SourceText("", script))));
      try (Socket client = server.accept()) {
        client.getOutputStream().write("to\nbe\n\nTo\n".getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
        output.await();
        runner.interrupt();
        assertThat(run.join()).isEqualTo(ExitCode.INTERRUPTED);
      }
      assertThat(output.toString(StandardCharsets.UTF_8))
          .contains("\"word\":\"be\",\"n\":1}")
          .contains("\"word\":\"to\",\"n\":2}");
    }
  }

  /** Output that can be waited for. */
  private static final class Waiting extends ByteArrayOutputStream {
    private final String text;

    Waiting(String text) {
      this.text = text;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      notifyAll();
    }

    synchronized void await() {
      while (!toString(StandardCharsets.UTF_8).contains(text)) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
