package io.millrace.benchmark;

import io.millrace.benchmark.command.Arguments;
import io.millrace.benchmark.command.Command;
import io.millrace.benchmark.command.Option;
import io.millrace.benchmark.command.UsageException;
import io.millrace.benchmark.compare.CompareCommand;
import io.millrace.benchmark.data.GenerateCommand;
import io.millrace.benchmark.flat.FlatCommand;
import io.millrace.benchmark.nexmark.NexmarkCommand;
import io.millrace.benchmark.nexmark.RunCommand;
import io.millrace.benchmark.state.CountOnCommand;
import io.millrace.benchmark.state.RecoveryCommand;
import io.millrace.benchmark.state.StateCommand;
import io.millrace.benchmark.state.StateRunCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The door to all commands. */
public final class Main {
  private static final int FINE = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Main() {}

  private static List<Command> commands() {
    return List.of(
        new GenerateCommand(System.out),
        new NexmarkCommand(System.out),
        new CompareCommand(System.out, System.getenv()),
        new StateCommand(System.out),
        new RecoveryCommand(System.out),
        new FlatCommand(System.out));
  }

  /** What the commands above start in JVMs of their own. */
  private static List<Command> children() {
    return List.of(
        new RunCommand(System.out),
        new StateRunCommand(System.out),
        new CountOnCommand(System.out));
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) throws IOException, InterruptedException {
    if (arguments.isEmpty() || arguments.get(0).matches("help|-h|--help")) {
      help(System.out);
      return arguments.isEmpty() ? MISUSED : FINE;
    }
    String name = arguments.get(0);
    Optional<Command> command =
        Arrays.asList(commands(), children()).stream()
            .flatMap(List::stream)
            .filter(known -> known.name().equals(name))
            .findFirst();
    if (command.isEmpty()) {
      System.err.println("bench: there is no command " + name + "; see bin/bench help");
      return MISUSED;
    }
    try {
      List<String> rest = arguments.subList(1, arguments.size());
      return command.get().run(Arguments.parse(rest, command.get().options())) ? FINE : FAILED;
    } catch (UsageException e) {
      System.err.println("bench: " + e.getMessage());
      return MISUSED;
    }
  }

  private static void help(PrintStream out) {
    for (Command command : commands()) {
      out.printf("bin/bench %s %s%n  %s%n", command.name(), command.words(), command.summary());
      for (Option option : command.options()) {
        out.printf(
            "    %-28s %s%n", option.name() + "=" + option.defaultValue(), option.description());
      }
      out.println();
    }
    out.println("bin/bench latency [option=value …]");
    out.println(
        "  Measures how long rows take from a socket to the sink; options: docs/reference/benchmark.md.");
    out.println();
    out.println("bin/bench tpch [option=value …]");
    out.println(
        "  Measures what keeping TPC-H's queries current costs; options: docs/reference/benchmark.md.");
  }
}
