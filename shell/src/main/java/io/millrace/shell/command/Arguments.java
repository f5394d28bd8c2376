package io.millrace.shell.command;

import io.millrace.shell.render.OutputFormat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param inputs the scripts, run in this order in one session; empty if none is named
 * @param format how results are printed; empty to choose by what standard output is
 * @param keepGoing whether to go on behind a statement that fails
 * @param settings what {@code --set} gives, in order
 * @param help whether to print the usage and do nothing else
 * @param version whether to print the version and do nothing else
 */
public record Arguments(
    List<ScriptInput> inputs,
    Optional<OutputFormat> format,
    boolean keepGoing,
    Map<String, String> settings,
    boolean help,
    boolean version) {
  public Arguments {
    inputs = List.copyOf(inputs);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
