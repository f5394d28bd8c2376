package io.millrace.api.completion;

import java.util.List;

/**
 * What fits at a place of a script.
 *
 * @param start where the word begins that a proposal replaces, up to the place; counted in UTF-16
 *     units from 0
 * @param proposals those that go on with what stands there, the likeliest kinds first
 * @param path whether the place is in a text that names a file or directory; what there is, the
 *     caller can see for itself
 */
public record Completion(int start, List<Proposal> proposals, boolean path) {
  public Completion {
    proposals = List.copyOf(proposals);
  }
}
