package io.millrace.plan.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A stage of a plan with what holds for all of it, for programs that read plans.
 *
 * @param stage the stage's name
 * @param facts what holds for the whole plan, in the order in which it is written
 * @param root the last operator
 */
public record PlanDocument(String stage, Map<String, Object> facts, PlanTree root) {

  /** The document as JSON, indented; the order of fields is fixed. */
  public String json() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("stage", stage.toLowerCase(Locale.ROOT));
    document.putAll(facts);
    document.put("plan", object(root));
    return JsonText.of(document);
  }

  private static Map<String, Object> object(PlanTree tree) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("operator", tree.operator());
    object.put("label", tree.label());
    object.putAll(tree.facts());
    List<Object> inputs = new ArrayList<>();
    tree.inputs().forEach(input -> inputs.add(object(input)));
    object.put("inputs", inputs);
    return object;
  }

  /** The tree as a graph in Graphviz' language; edges point the way rows go. */
  public String dot() {
    return DotText.of(stage.toLowerCase(Locale.ROOT), root);
  }
}
