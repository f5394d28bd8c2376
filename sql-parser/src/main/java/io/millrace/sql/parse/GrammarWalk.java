package io.millrace.sql.parse;

import io.millrace.sql.grammar.MillraceSqlParser;
import io.millrace.sql.parse.Expectation.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.NotSetTransition;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.atn.WildcardTransition;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the grammar along the beginning of a statement, on all ways at once, and tells what
 * could come next.
 *
 * <p>The parser's automaton is simulated with its stack of rules, because the rules say what a name
 * would be the name of.
 */
final class GrammarWalk {
  private static final ATN GRAMMAR = MillraceSqlParser._ATN;

  /** Rules that only list words. */
  private static final Set<String> WORD_RULES = Set.of("nonReserved", "reserved");

  private GrammarWalk() {}

  /** A rule that is not finished, and where it goes on in the one around it. */
  private record Frame(int rule, @Nullable ATNState follow, @Nullable Frame outer) {}

  private record Place(ATNState state, Frame frame) {}

  /** What could stand behind the tokens; empty if they fit nothing. */
  static List<Expectation> behind(List<Token> tokens) {
    int rule = MillraceSqlParser.RULE_singleStatement;
    Set<Place> places =
        closure(Set.of(new Place(GRAMMAR.ruleToStartState[rule], new Frame(rule, null, null))));
    for (Token token : tokens) {
      places = closure(step(places, token.getType()));
    }
    Set<Expectation> expected = new LinkedHashSet<>();
    for (Place place : places) {
      for (Transition transition : place.state().getTransitions()) {
        if (!transition.isEpsilon()) {
          expect(transition, place.frame(), expected);
        }
      }
    }
    return List.copyOf(expected);
  }

  private static Set<Place> step(Set<Place> places, int type) {
    Set<Place> next = new LinkedHashSet<>();
    for (Place place : places) {
      for (Transition transition : place.state().getTransitions()) {
        if (!transition.isEpsilon() && transition.matches(type, 1, GRAMMAR.maxTokenType)) {
          next.add(new Place(transition.target, place.frame()));
        }
      }
    }
    return next;
  }

  /** The places that can be reached without a token. */
  private static Set<Place> closure(Set<Place> places) {
    Set<Place> reached = new LinkedHashSet<>(places);
    Deque<Place> open = new ArrayDeque<>(places);
    while (!open.isEmpty()) {
      Place place = open.pop();
      for (Place next : next(place)) {
        if (reached.add(next)) {
          open.push(next);
        }
      }
    }
    return reached;
  }

  private static List<Place> next(Place place) {
    Frame frame = place.frame();
    if (place.state() instanceof RuleStopState) {
      return frame.follow() == null || frame.outer() == null
          ? List.of()
          : List.of(new Place(frame.follow(), frame.outer()));
    }
    List<Place> next = new ArrayList<>();
    for (Transition transition : place.state().getTransitions()) {
      if (transition instanceof RuleTransition rule) {
        next.add(new Place(rule.target, new Frame(rule.ruleIndex, rule.followState, frame)));
      } else if (transition.isEpsilon()) {
        next.add(new Place(transition.target, frame));
      }
    }
    return next;
  }

  private static void expect(Transition transition, Frame frame, Set<Expectation> expected) {
    List<String> rules = rules(frame);
    if (WORD_RULES.contains(rules.get(rules.size() - 1))) {
      return;
    }
    if (transition instanceof NotSetTransition || transition instanceof WildcardTransition) {
      expected.add(new Expectation(Kind.ANYTHING, "", rules));
      return;
    }
    for (int type : transition.label().toList()) {
      kind(type)
          .ifPresent(
              kind -> {
                String word =
                    kind == Kind.KEYWORD ? MillraceSqlParser.VOCABULARY.getSymbolicName(type) : "";
                expected.add(new Expectation(kind, word, rules));
              });
    }
  }

  private static Optional<Kind> kind(int type) {
    return switch (type) {
      case MillraceSqlParser.QUERY_BODY -> Optional.of(Kind.QUERY);
      case MillraceSqlParser.PLAIN_WORD -> Optional.of(Kind.NAME);
      case MillraceSqlParser.STRING_TEXT -> Optional.of(Kind.TEXT);
      case MillraceSqlParser.TIME_UNIT -> Optional.of(Kind.TIME_UNIT);
      default ->
          type > 0 && Keywords.isKeyword(type) ? Optional.of(Kind.KEYWORD) : Optional.empty();
    };
  }

  private static List<String> rules(Frame innermost) {
    List<String> rules = new ArrayList<>();
    for (Frame frame = innermost; frame != null; frame = frame.outer()) {
      rules.add(0, MillraceSqlParser.ruleNames[frame.rule()]);
    }
    return rules;
  }
}
