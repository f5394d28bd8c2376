package io.millrace.tests.random;

import io.millrace.tests.random.Scenario.Disturbance;
import io.millrace.tests.random.Scenario.Step;
import io.millrace.tests.random.Scenario.Table;
import io.millrace.tests.random.Scenario.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes scenarios up. The same seed gives the same one. */
final class RandomScenarios {
  private static final List<Kind> KINDS =
      List.of(
          Kind.INT,
          Kind.INT,
          Kind.BIG,
          Kind.BIG,
          Kind.BIG,
          Kind.TEXT,
          Kind.TEXT,
          Kind.DEC,
          Kind.REAL,
          Kind.DAY,
          Kind.STAMP,
          Kind.CLOCK,
          Kind.FLAG,
          Kind.LIST,
          Kind.PAIR,
          Kind.MAP);

  private final Choice choice;
  private final Map<String, List<Column>> readable = new LinkedHashMap<>();
  private final List<Table> tables = new ArrayList<>();

  private RandomScenarios(long seed) {
    this.choice = new Choice(new Random(seed));
  }

  /** Tables whose rows come, change and go, and views over them and over each other. */
  static Scenario ofTables(long seed, int views) {
    return new RandomScenarios(seed).make(false, views);
  }

  /** Streams, and queries over them that are stopped, killed and started again. */
  static Scenario ofStreams(long seed, int queries) {
    return new RandomScenarios(seed).make(true, queries);
  }

  private Scenario make(boolean streams, int count) {
    for (int i = 1 + choice.below(3); i > 0; i--) {
      table(!streams && choice.oneIn(2));
    }
    Relations relations = new Relations(choice, readable);
    List<View> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      View view = new View("m" + i, relations.query());
      views.add(view);
      if (!streams && choice.oneIn(3)) {
        readable.put(view.name(), view.query().columns());
      }
    }
    List<Step> steps = new ArrayList<>();
    Changes changes = new Changes(choice, tables);
    for (int i = 3 + choice.below(5); i > 0; i--) {
      steps.add(streams ? arrival(changes) : statement(changes));
    }
    return new Scenario(streams, 1 + choice.below(4), tables, views, steps);
  }

  private void table(boolean keyed) {
    List<Column> columns = new ArrayList<>();
    if (keyed) {
      columns.add(new Column("id", Kind.INT));
    }
    int count = 2 + choice.below(5);
    for (int i = 0; i < count; i++) {
      columns.add(new Column("abcdefgh".substring(i, i + 1), choice.of(KINDS)));
    }
    Table table = new Table("t" + tables.size(), columns, keyed);
    tables.add(table);
    readable.put(table.name(), table.columns());
  }

  private Step statement(Changes changes) {
    boolean together = choice.oneIn(4);
    List<String> statements = new ArrayList<>();
    for (int i = together ? 1 + choice.below(3) : 1; i > 0; i--) {
      statements.add(changes.any());
    }
    return new Step(statements, together, together && choice.oneIn(4), Disturbance.NONE, 1);
  }

  private Step arrival(Changes changes) {
    List<String> statements = new ArrayList<>();
    for (int i = 1 + choice.below(2); i > 0; i--) {
      statements.add(changes.insert());
    }
    Disturbance disturbance = choice.oneIn(2) ? Disturbance.NONE : choice.of(Disturbance.values());
    return new Step(statements, false, false, disturbance, 1 + choice.below(4));
  }
}
