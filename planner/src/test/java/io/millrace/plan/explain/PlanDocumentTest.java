package io.millrace.plan.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanDocumentTest {
  private static final PlanTree SOURCE =
      new PlanTree("source", "Source \"a\\b\"\n\u0001", Map.of("id", "s-1"), List.of());

  @Test
  void jsonKeepsOrderAndEscapes() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("z", List.of("one", 2L, true));
    facts.put("a", Map.of());
    PlanTree root = new PlanTree("sink", "Sink", facts, List.of(SOURCE));
    assertThat(new PlanDocument("STATE", Map.of("notes", List.of()), root).json())
        .isEqualTo(
            """
            {
              "stage": "state",
              "notes": [],
              "plan": {
                "operator": "sink",
                "label": "Sink",
                "z": ["one", 2, true],
                "a": {},
                "inputs": [
                  {
                    "operator": "source",
                    "label": "Source \\"a\\\\b\\"\\n\\u0001",
                    "id": "s-1",
                    "inputs": []
                  }
                ]
              }
            }""");
  }

  @Test
  void dotQuotesLabelsAndPointsTheWayOfRows() {
    PlanTree root = new PlanTree("sink", "Sink", Map.of(), List.of(SOURCE, SOURCE));
    assertThat(new PlanDocument("STATE", Map.of(), root).dot())
        .contains("label=\"Source \\\"a\\\\b\\\"\\n\u0001\\nid: s-1\"")
        .contains("n1 -> n0;", "n2 -> n0;")
        .endsWith("}");
  }
}
