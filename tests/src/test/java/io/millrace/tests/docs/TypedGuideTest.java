package io.millrace.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.tests.docs.TypedExample.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the guide to typed programs says of its programs; that they are these, DocsTest says. */
class TypedGuideTest {

  @Test
  void rowsAreObjects() {
    assertThat(TypedExample.users()).containsExactly("BOB");
  }

  @Test
  void theErrorIsTheOneThatIsShown() throws IOException {
    String page = Files.readString(Repository.root().resolve("docs/guide/typed-programs.md"));
    assertThatThrownBy(TypedExample::mistaken)
        .satisfies(e -> assertThat(page).contains(e.getMessage() + "\n```"));
  }

  @Test
  void sessionsEndWhenTheWatermarkIsBehindThem() {
    assertThat(TypedExample.summaries()).containsExactly(new Summary("ann", 2));
  }

  @Test
  void theTesterCallsTheFunctionWithoutAQuery() throws Exception {
    assertThat(TypedExample.tested()).containsExactly(List.of(), List.of(new Summary("ann", 1)));
  }
}
