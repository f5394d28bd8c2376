package io.millrace.tests.script;

import io.millrace.exec.query.ProtocolStep;
import io.millrace.tests.script.Directive.Caret;
import io.millrace.tests.script.Directive.Due;
import io.millrace.tests.script.Directive.Expected;
import io.millrace.tests.script.Directive.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a test script, line by line. */
final class ScriptParser {
  private static final Pattern CARETS = Pattern.compile("(?:--)?[ ]*(\\^+)\\s*");
  private static final Pattern ERROR = Pattern.compile("ERROR ([A-Z_]+)\\s*(.*)");
  private static final Pattern DURATION = Pattern.compile("(\\d+) ?(ms|s|min|h|d)");

  private final String name;
  private final List<String> lines;
  private final List<Directive> directives = new ArrayList<>();
  private Optional<String> cutsOff = Optional.empty();
  private Optional<Expected> expected = Optional.empty();
  private int at;

  private ScriptParser(String name, String text) {
    this.name = name;
    this.lines = text.lines().toList();
  }

  static TestScript parse(String name, String text) {
    ScriptParser parser = new ScriptParser(name, text);
    parser.read();
    return new TestScript(name, parser.directives, parser.cutsOff);
  }

  private void read() {
    while (at < lines.size()) {
      String line = lines.get(at).strip();
      if (line.isEmpty() || line.startsWith("--") || line.startsWith("#")) {
        at++;
      } else {
        directive(line);
      }
    }
    if (expected.isPresent()) {
      throw wrong(at, "ERROR without a statement behind it");
    }
  }

  private void directive(String line) {
    String[] words = line.split("\\s+");
    int number = at + 1;
    switch (words[0]) {
      case "CUTS" -> {
        at++;
        cutsOff = Optional.of(after(line, "CUTS OFF"));
        if (cutsOff.get().isEmpty()) {
          throw wrong(number, "CUTS OFF needs a reason");
        }
      }
      case "ERROR" -> {
        at++;
        Matcher matcher = ERROR.matcher(line);
        if (!matcher.matches()) {
          throw wrong(number, "write ERROR CODE words");
        }
        expected = Optional.of(new Expected(matcher.group(1), matcher.group(2)));
      }
      case "QUERY" -> query(number, line);
      case "INPUT" -> {
        at++;
        directives.add(new Directive.Input(number, after(line, "INPUT"), rows()));
      }
      case "STEP" -> step(number, words);
      case "RESULT" -> {
        at++;
        boolean ordered = words.length > 1 && words[1].equals("ORDERED");
        Sql sql = sql();
        directives.add(new Directive.Result(number, ordered, sql, rows()));
      }
      case "FOLD" -> {
        at++;
        directives.add(new Directive.Fold(number, rows()));
      }
      case "PROGRESS" -> {
        at++;
        directives.add(new Directive.Progress(number, fields(words)));
      }
      case "WATERMARK" -> {
        at++;
        directives.add(new Directive.Watermark(number, after(line, "WATERMARK")));
      }
      case "CLOCK" -> {
        at++;
        directives.add(new Directive.Clock(number, after(line, "CLOCK")));
      }
      case "ADVANCE" -> {
        at++;
        directives.add(new Directive.Advance(number, duration(after(line, "ADVANCE"))));
      }
      case "ENDED" -> {
        at++;
        directives.add(new Directive.Ended(number));
      }
      case "RESTART" -> {
        at++;
        directives.add(new Directive.Restart(number));
      }
      case "CRASH" -> {
        at++;
        directives.add(new Directive.Crash(number, protocolStep(after(line, "CRASH AFTER"))));
      }
      case "PARALLELISM" -> {
        at++;
        directives.add(new Directive.Parallelism(number, number(after(line, "PARALLELISM"))));
      }
      case "FILE" -> {
        at++;
        directives.add(new Directive.File(number, after(line, "FILE"), rows()));
      }
      default -> statement(number);
    }
  }

  private void query(int number, String line) {
    at++;
    String rest = after(line, "QUERY");
    List<String> key = List.of();
    if (rest.startsWith("KEY ")) {
      key = Arrays.stream(after(rest, "KEY").split(",")).map(String::strip).toList();
    } else if (!rest.isEmpty()) {
      throw wrong(number, "write QUERY or QUERY KEY a, b, and the query in the next line");
    }
    Sql sql = sql();
    if (expected.isPresent()) {
      directives.add(new Directive.Fails(number, expected.get(), true, sql));
      expected = Optional.empty();
    } else {
      directives.add(new Directive.Query(number, key, sql));
    }
  }

  private void statement(int number) {
    Sql sql = sql();
    if (expected.isPresent()) {
      directives.add(new Directive.Fails(number, expected.get(), false, sql));
      expected = Optional.empty();
    } else {
      directives.add(new Directive.Run(number, sql));
    }
  }

  private void step(int number, String[] words) {
    at++;
    Due due = Due.DATA;
    boolean ordered = false;
    boolean checked = true;
    for (int i = 1; i < words.length; i++) {
      if (words[i].equals("NO") && i + 1 < words.length && words[i + 1].equals("DATA")) {
        due = Due.NO_DATA;
        i++;
      } else if (words[i].equals("NONE")) {
        due = Due.NONE;
      } else if (words[i].equals("ORDERED")) {
        ordered = true;
      } else if (words[i].equals("UNCHECKED")) {
        checked = false;
      } else {
        throw wrong(number, "STEP does not know " + words[i]);
      }
    }
    directives.add(new Directive.Step(number, due, ordered, checked, rows(), expected));
    expected = Optional.empty();
  }

  /** The indented lines that follow. */
  private List<String> rows() {
    List<String> rows = new ArrayList<>();
    while (at < lines.size() && lines.get(at).startsWith(" ") && !lines.get(at).isBlank()) {
      rows.add(lines.get(at).strip());
      at++;
    }
    return rows;
  }

  /** A statement up to the line that ends with a semicolon, and the carets below its lines. */
  private Sql sql() {
    while (at < lines.size() && lines.get(at).isBlank()) {
      at++;
    }
    int first = at + 1;
    StringBuilder text = new StringBuilder();
    int count = 0;
    Optional<Caret> caret = Optional.empty();
    boolean ended = false;
    while (at < lines.size()) {
      String line = lines.get(at);
      Matcher carets = CARETS.matcher(line);
      if (carets.matches()) {
        caret = Optional.of(new Caret(count, carets.start(1) + 1, carets.end(1)));
      } else if (ended) {
        break;
      } else {
        text.append(count == 0 ? "" : "\n").append(line);
        count++;
        ended = line.stripTrailing().endsWith(";");
      }
      at++;
    }
    if (!ended) {
      throw wrong(first, "this statement has no semicolon at the end of a line");
    }
    text.setLength(text.toString().stripTrailing().length() - 1);
    return new Sql(first, text.toString(), caret);
  }

  private Map<String, String> fields(String[] words) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 0) {
        throw wrong(at, "write PROGRESS name=value …");
      }
      fields.put(words[i].substring(0, equals), words[i].substring(equals + 1));
    }
    return fields;
  }

  private ProtocolStep protocolStep(String text) {
    String name = text.replace(' ', '_');
    for (ProtocolStep step : ProtocolStep.values()) {
      if (step.name().equals(name)) {
        return step;
      }
    }
    String steps = Arrays.toString(ProtocolStep.values()).replace('_', ' ');
    throw wrong(at, "write CRASH AFTER and one of " + steps);
  }

  private int number(String text) {
    if (!text.matches("[1-9]\\d{0,2}")) {
      throw wrong(at, "a number is missing");
    }
    return Integer.parseInt(text);
  }

  private Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw wrong(at, "write ADVANCE 10 s, 500 ms, 5 min, 1 h or 1 d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "min" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static String after(String line, String words) {
    return line.substring(Math.min(line.length(), words.length())).strip();
  }

  private AssertionError wrong(int line, String problem) {
    return new AssertionError(name + ":" + line + ": " + problem);
  }
}
