package io.millrace.exec.build;

import static io.millrace.exec.build.Change.delete;
import static io.millrace.exec.build.Change.insert;
import static io.millrace.exec.build.ProgramCases.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.program.RowProgram;
import io.millrace.exec.build.ProgramCases.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgramOperatorTest {
  private static OperatorTester tester(RowProgram program) {
    return new OperatorTester(ProgramCases.rows(program), ProgramCases.SOURCE);
  }

  record Doubled(String key, long twice) {}

  @Test
  void mapPutsAnotherRowInThePlaceOfEachAndTakesItBackWithIt() throws Exception {
    tester(ProgramCases.map(event -> new Doubled(event.k(), 2 * event.v()), Doubled.class))
        .batch(insert(at(0), "a", 1L), insert(at(1), null, 2L))
        .expectInOrder(insert("a", 2L), insert(null, 4L))
        .batch(delete(at(0), "a", 1L))
        .expectInOrder(delete("a", 2L))
        .run();
  }

  @Test
  void flatMapPutsAnyNumberOfRowsInThePlaceOfEach() throws Exception {
    RowProgram words =
        RowProgram.flatMap(
            event -> List.of(event.k().split(" ")).iterator(),
            Encoders.bean(Event.class),
            Encoders.STRING());
    tester(words)
        .batch(insert(at(0), "a b", 1L), insert(at(0), "c", 1L))
        .expectInOrder(insert("a"), insert("b"), insert("c"))
        .batch(new Change(-2, List.of(at(0), "a b", 1L)))
        .expectInOrder(new Change(-2, List.of("a")), new Change(-2, List.of("b")))
        .run();
  }

  @Test
  void flatMapMayMakeMoreRowsThanABatchHolds() throws Exception {
    RowProgram many =
        RowProgram.flatMap(
            event -> IntStream.range(0, (int) event.v()).boxed().iterator(),
            Encoders.bean(Event.class),
            Encoders.INT());
    tester(many)
        .batch(insert(at(0), "a", 10_000L))
        .expectInOrder(IntStream.range(0, 10_000).mapToObj(Change::insert).toArray(Change[]::new))
        .run();
  }

  @Test
  void filterLetsRowsStayAsTheyAre() throws Exception {
    tester(RowProgram.filter(event -> event.v() > 1, Encoders.bean(Event.class)))
        .batch(insert(at(0), "a", 1L), insert(at(1), "b", 2L), delete(at(1), "c", 3L))
        .expectInOrder(insert(at(1), "b", 2L), delete(at(1), "c", 3L))
        .run();
  }

  @Test
  void mapPartitionsSeesThePiecesOfTheInput() throws Exception {
    RowProgram all =
        RowProgram.mapPartitions(
            events -> {
              List<String> keys = new ArrayList<>();
              events.forEachRemaining(event -> keys.add(event.k() + "!"));
              return keys.iterator();
            },
            Encoders.bean(Event.class),
            Encoders.STRING());
    tester(all)
        .batch(insert(at(0), "a", 1L), new Change(2, List.of(at(0), "b", 1L)))
        .expectInOrder(insert("a!"), insert("b!"), insert("b!"))
        .run();
  }

  @Test
  void whatAFunctionThrowsIsTheCause() {
    IllegalArgumentException thrown = new IllegalArgumentException("no such page");
    RowProgram failing =
        ProgramCases.map(
            event -> {
              throw thrown;
            },
            Doubled.class);
    assertThatThrownBy(() -> tester(failing).batch(insert(at(0), "a", 1L)).run())
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.USER_FUNCTION_FAILED);
              assertThat(e.summary())
                  .isEqualTo(
                      "the function of map failed: java.lang.IllegalArgumentException:"
                          + " no such page");
            })
        .hasCause(thrown);
  }
}
