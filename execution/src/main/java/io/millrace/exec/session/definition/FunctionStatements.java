package io.millrace.exec.session.definition;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.api.error.Suggestions;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.function.FunctionClasses;
import io.millrace.exec.function.FunctionMaker;
import io.millrace.exec.function.FunctionTraits;
import io.millrace.exec.session.context.FixedRows;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.plan.analyze.FunctionNotes;
import io.millrace.plan.analyze.FunctionNotes.Note;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Statement.ClassBody;
import io.millrace.sql.statement.Statement.CreateFunction;
import io.millrace.sql.statement.Statement.DescribeFunction;
import io.millrace.sql.statement.Statement.DropFunction;
import io.millrace.sql.statement.Statement.FunctionScope;
import io.millrace.sql.statement.Statement.ShowFunctions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** CREATE, DROP, SHOW and DESCRIBE of functions. */
public final class FunctionStatements implements AutoCloseable {
  private final SessionContext session;

  /** The jars that are open, by the function that needs them. */
  private final Map<String, FunctionClasses> jars = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public FunctionStatements(SessionContext session) {
    this.session = session;
  }

  public StatementResult create(CreateFunction statement, SourceText script) {
    Identifier name = statement.name();
    checkNotBuiltIn(name.text(), Optional.of(name.position()));
    Optional<UserFunction> known = session.catalog().findFunction(name.text());
    if (known.isPresent() && statement.ifNotExists()) {
      return done("CREATE FUNCTION " + name.text() + ": it exists already");
    }
    if (known.isPresent() && !statement.orReplace()) {
      throw error(ErrorCode.OBJECT_EXISTS, "function", known.get().name())
          .at(name.position())
          .hint("write CREATE OR REPLACE FUNCTION, or CREATE FUNCTION IF NOT EXISTS")
          .build();
    }
    known.ifPresent(function -> checkNotRunning(name.text(), Optional.of(name.position())));
    if (statement.body() instanceof ClassBody body) {
      createOfClass(statement, body);
    } else {
      put(session.planner().declare(statement, script), Optional.empty());
    }
    return done("CREATE FUNCTION " + name.text());
  }

  private void createOfClass(CreateFunction statement, ClassBody body) {
    if (statement.parameters().filter(list -> !list.isEmpty()).isPresent()) {
      throw error(
              ErrorCode.FUNCTION_INVALID,
              "class " + body.className().text(),
              statement.name().text(),
              "its parameters are those of its methods")
          .at(statement.parameters().get().get(0).name().position())
          .hint("leave the list of parameters out")
          .build();
    }
    FunctionClasses classes =
        FunctionClasses.load(statement.name().text(), body.className(), body.jar());
    try {
      FunctionTraits traits =
          new FunctionTraits(
              statement.returns(),
              statement
                  .columns()
                  .map(
                      columns ->
                          new Schema(
                              columns.stream()
                                  .map(column -> new Field(column.name().text(), column.type()))
                                  .toList())),
              statement.deterministic(),
              statement.comment().orElse(""));
      UserFunction made =
          FunctionMaker.ofClass(
              statement.name().text(),
              classes.type(),
              statement.kind(),
              traits,
              Optional.of(body.className().position()));
      put(made, Optional.of(classes));
    } catch (MillraceException e) {
      classes.close();
      throw e;
    }
  }

  /** Takes a function of the program's; one of that name gives way to it. */
  public void register(UserFunction function) {
    checkNotBuiltIn(function.name(), Optional.empty());
    if (session.catalog().findFunction(function.name()).isPresent()) {
      checkNotRunning(function.name(), Optional.empty());
    }
    put(function, Optional.empty());
  }

  private void put(UserFunction function, Optional<FunctionClasses> classes) {
    session.catalog().put(function);
    FunctionClasses old = jars.remove(function.name());
    classes.filter(c -> c.jar().isPresent()).ifPresent(c -> jars.put(function.name(), c));
    if (old != null) {
      old.close();
    }
  }

  private void checkNotBuiltIn(String name, Optional<SourcePosition> position) {
    if (session.planner().isBuiltInFunction(name)) {
      throw error(ErrorCode.OBJECT_EXISTS, "function", name)
          .at(position)
          .detail("it is built in, and queries rely on it")
          .hint("choose another name")
          .build();
    }
  }

  private void checkNotRunning(String name, Optional<SourcePosition> position) {
    FunctionUsers.running(session, name).ifPresent(user -> refuse(name, position, user));
  }

  private static void refuse(
      String name, Optional<SourcePosition> position, FunctionUsers.User user) {
    throw error(ErrorCode.OBJECT_IN_USE, "function", name, user.reason())
        .at(position)
        .hint(user.way())
        .build();
  }

  public StatementResult drop(DropFunction statement) {
    Identifier name = statement.name();
    if (session.catalog().findFunction(name.text()).isEmpty()) {
      if (statement.ifExists()) {
        return done("DROP FUNCTION " + name.text() + ": there is none");
      }
      throw notFound(name, false);
    }
    Optional<SourcePosition> position = Optional.of(name.position());
    checkNotRunning(name.text(), position);
    FunctionUsers.declared(session, name.text())
        .ifPresent(user -> refuse(name.text(), position, user));
    session.catalog().removeFunction(name.text());
    FunctionClasses jar = jars.remove(name.text());
    if (jar != null) {
      jar.close();
    }
    return done("DROP FUNCTION " + name.text());
  }

  private MillraceException notFound(Identifier name, boolean withBuiltIn) {
    MillraceException.Builder error =
        error(ErrorCode.FUNCTION_NOT_FOUND, name.text()).at(name.position());
    if (!withBuiltIn && session.planner().isBuiltInFunction(name.text())) {
      return error.detail("what is built in cannot be dropped").build();
    }
    List<String> names =
        withBuiltIn
            ? session.planner().functions()
            : session.catalog().functions().stream().map(UserFunction::name).toList();
    Suggestions.nearest(name.text(), names)
        .ifPresent(near -> error.hint("did you mean " + near.toLowerCase(Locale.ROOT) + "?"));
    return error.build();
  }

  public StatementResult show(ShowFunctions statement) {
    FixedRows.Builder rows =
        FixedRows.Builder.ofText("name", "kind", "signature", "result", "meaning");
    Pattern pattern = pattern(statement.pattern().orElse("*"));
    Map<String, Runnable> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (statement.scope() != FunctionScope.USER) {
      Map<String, List<String>> signatures = session.planner().signatures();
      for (String name : session.planner().builtInFunctions()) {
        String text = String.join("; ", signatures.getOrDefault(name, List.of()));
        found.put(
            name, () -> rows.row(name, "built-in", some(text), Optional.empty(), Optional.empty()));
      }
      for (Note note : FunctionNotes.read()) {
        found.put(
            note.name(),
            () ->
                rows.row(
                    note.name(),
                    "built-in",
                    some(note.signature()),
                    some(note.result()),
                    some(note.meaning())));
      }
    }
    if (statement.scope() != FunctionScope.SYSTEM) {
      for (UserFunction function : session.catalog().functions()) {
        found.put(
            function.name(),
            () ->
                rows.row(
                    function.name(),
                    function.kind(),
                    some(String.join("; ", function.signatures())),
                    Optional.empty(),
                    some(function.comment())));
      }
    }
    found.forEach(
        (name, row) -> {
          if (pattern.matcher(name).matches()) {
            row.run();
          }
        });
    return rows.build();
  }

  private static void told(FixedRows.Builder rows, Note note) {
    rows.row("signature", note.signature());
    rows.row("result", note.result());
    if (!note.meaning().isEmpty()) {
      rows.row("meaning", note.meaning());
    }
    rows.row("example", note.example());
    rows.row("gives", note.value());
  }

  private static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** Spark's patterns, and those of LIKE: * and % are any text, | is or. */
  private static Pattern pattern(String text) {
    StringBuilder pattern = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '*', '%' -> pattern.append(".*");
        case '|' -> pattern.append('|');
        default -> pattern.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(pattern.toString(), Pattern.CASE_INSENSITIVE);
  }

  public StatementResult describe(DescribeFunction statement) {
    FixedRows.Builder rows = FixedRows.Builder.ofText("property", "value");
    Identifier name = statement.name();
    Optional<UserFunction> known = session.catalog().findFunction(name.text());
    if (known.isEmpty()) {
      if (!session.planner().isBuiltInFunction(name.text())) {
        throw notFound(name, true);
      }
      String upper = name.text().toUpperCase(Locale.ROOT);
      rows.row("name", upper.toLowerCase(Locale.ROOT));
      rows.row("kind", "built-in");
      Optional<Note> told =
          FunctionNotes.read().stream().filter(note -> note.name().equals(upper)).findFirst();
      if (told.isPresent()) {
        told(rows, told.get());
      } else {
        session
            .planner()
            .signatures()
            .getOrDefault(upper, List.of())
            .forEach(signature -> rows.row("signature", signature));
      }
      return rows.build();
    }
    UserFunction function = known.get();
    rows.row("name", function.name());
    rows.row("kind", function.kind());
    function.signatures().forEach(signature -> rows.row("signature", signature));
    if (!function.comment().isEmpty()) {
      rows.row("comment", function.comment());
    }
    if (statement.extended()) {
      rows.row("deterministic", function.deterministic() ? "yes" : "no");
      rows.row(function instanceof UserFunction.Macro ? "body" : "code", function.origin());
      FunctionClasses jar = jars.get(function.name());
      if (jar != null) {
        jar.jar().ifPresent(loader -> rows.row("jar", loader.getURLs()[0].getPath()));
      }
    }
    return rows.build();
  }

  private static StatementResult done(String message) {
    return new StatementResult.Done(message, OptionalLong.empty());
  }

  /** Closes all jars. */
  @Override
  public void close() {
    jars.values().forEach(FunctionClasses::close);
    jars.clear();
  }
}
