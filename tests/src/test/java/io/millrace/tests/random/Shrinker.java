package io.millrace.tests.random;

import io.millrace.tests.random.Scenario.Disturbance;
import io.millrace.tests.random.Scenario.Step;
import io.millrace.tests.random.Scenario.Table;
import io.millrace.tests.random.Scenario.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes away from a scenario what its failure does not need. */
final class Shrinker {
  private static final Pattern ROWS = Pattern.compile("(.* VALUES )(\\(.*\\))( ON CONFLICT.*)?");

  private final Function<Scenario, Optional<Failure>> run;
  private final Failure failure;
  private Scenario smallest;
  private int tries;
  private boolean smaller;

  private Shrinker(
      Function<Scenario, Optional<Failure>> run, Failure failure, Scenario scenario, int tries) {
    this.run = run;
    this.failure = failure;
    this.smallest = scenario;
    this.tries = tries;
  }

  /**
   * The smallest scenario found that fails in the same way.
   *
   * @param tries how often it may run one
   */
  static Scenario shrink(
      Scenario scenario, Failure failure, Function<Scenario, Optional<Failure>> run, int tries) {
    Shrinker shrinker = new Shrinker(run, failure, scenario, tries);
    shrinker.keepWhatIsRead();
    do {
      shrinker.smaller = false;
      shrinker.dropViews();
      shrinker.dropSteps();
      shrinker.simplifyQueries();
      shrinker.dropRows();
      shrinker.dropTables();
      shrinker.calm();
    } while (shrinker.smaller && shrinker.tries > 0);
    return shrinker.smallest;
  }

  private boolean attempt(Scenario candidate) {
    if (tries-- <= 0) {
      return false;
    }
    Optional<Failure> found = run.apply(candidate);
    if (found.isEmpty() || !found.get().isLike(failure)) {
      return false;
    }
    smallest = candidate;
    smaller = true;
    return true;
  }

  /** Most other queries have nothing to do with it. */
  private void keepWhatIsRead() {
    List<View> kept = new ArrayList<>();
    for (int i = smallest.views().size() - 1; i >= 0; i--) {
      View view = smallest.views().get(i);
      if (view.name().equals(failure.view()) || kept.stream().anyMatch(k -> k.reads(view.name()))) {
        kept.add(0, view);
      }
    }
    attempt(smallest.withViews(kept));
    if (failure.step() >= 0 && failure.step() < smallest.steps().size()) {
      attempt(smallest.withSteps(smallest.steps().subList(0, failure.step() + 1)));
    }
  }

  private static <T> List<T> without(List<T> all, int index) {
    List<T> rest = new ArrayList<>(all);
    rest.remove(index);
    return rest;
  }

  private static <T> List<T> replaced(List<T> all, int index, T other) {
    List<T> copy = new ArrayList<>(all);
    copy.set(index, other);
    return copy;
  }

  private void dropViews() {
    for (int i = smallest.views().size() - 1; i >= 0; i--) {
      attempt(smallest.withViews(without(smallest.views(), i)));
    }
  }

  private void dropSteps() {
    for (int i = smallest.steps().size() - 1; i >= 0; i--) {
      if (!attempt(smallest.withSteps(without(smallest.steps(), i)))) {
        dropStatements(i);
      }
    }
  }

  private void dropStatements(int index) {
    for (int i = smallest.steps().get(index).statements().size() - 1; i >= 0; i--) {
      Step step = smallest.steps().get(index);
      if (step.statements().size() > 1) {
        Step rest = step.with(without(step.statements(), i));
        attempt(smallest.withSteps(replaced(smallest.steps(), index, rest)));
      }
    }
  }

  /** A query by one that it is made of, or one in it by one in that. */
  private void simplifyQueries() {
    for (int i = 0; i < smallest.views().size(); i++) {
      boolean again = true;
      while (again && tries > 0) {
        again = simplify(i);
      }
    }
  }

  private boolean simplify(int index) {
    View view = smallest.views().get(index);
    Relation query = view.query();
    for (Relation part : query.all()) {
      if (part != query && attempt(with(index, part))) {
        return true;
      }
    }
    for (Relation part : query.all()) {
      for (Relation below : part.all()) {
        if (part != query && below != part && attempt(with(index, query.with(part, below)))) {
          return true;
        }
      }
    }
    return false;
  }

  private Scenario with(int index, Relation query) {
    View view = new View(smallest.views().get(index).name(), query);
    return smallest.withViews(replaced(smallest.views(), index, view));
  }

  private void dropRows() {
    for (int s = 0; s < smallest.steps().size(); s++) {
      for (int i = 0; i < smallest.steps().get(s).statements().size(); i++) {
        dropRows(s, i);
      }
    }
  }

  private void dropRows(int step, int statement) {
    Matcher matcher = ROWS.matcher(smallest.steps().get(step).statements().get(statement));
    if (!matcher.matches() || !matcher.group(1).startsWith("INSERT")) {
      return;
    }
    List<String> rows = List.of(matcher.group(2).split("(?<=\\)), (?=\\()"));
    for (int i = rows.size() - 1; i >= 0 && rows.size() > 1; i--) {
      List<String> rest = without(rows, i);
      String tail = matcher.group(3) == null ? "" : matcher.group(3);
      Step old = smallest.steps().get(step);
      String shorter = matcher.group(1) + String.join(", ", rest) + tail;
      Step other = old.with(replaced(old.statements(), statement, shorter));
      if (attempt(smallest.withSteps(replaced(smallest.steps(), step, other)))) {
        rows = rest;
      }
    }
  }

  private void dropTables() {
    for (int i = smallest.tables().size() - 1; i >= 0; i--) {
      Table table = smallest.tables().get(i);
      boolean read =
          smallest.views().stream().anyMatch(view -> view.reads(table.name()))
              || smallest.steps().stream()
                  .flatMap(step -> step.statements().stream())
                  .anyMatch(sql -> sql.matches("(?s).*\\b" + table.name() + "\\b.*"));
      if (!read) {
        attempt(smallest.withTables(without(smallest.tables(), i)));
      }
    }
  }

  /** One partition, and nothing that disturbs. */
  private void calm() {
    if (smallest.parallelism() > 1) {
      attempt(smallest.withParallelism(1));
    }
    for (int i = 0; i < smallest.steps().size(); i++) {
      Step step = smallest.steps().get(i);
      Step calm = new Step(step.statements(), false, false, Disturbance.NONE, 1);
      if (!calm.equals(step)) {
        attempt(smallest.withSteps(replaced(smallest.steps(), i, calm)));
      }
    }
  }
}
