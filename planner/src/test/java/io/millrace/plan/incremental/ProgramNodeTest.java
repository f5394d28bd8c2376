package io.millrace.plan.incremental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.function.MapFunction;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.program.GroupProgram;
import io.millrace.api.table.program.GroupProgram.Keying;
import io.millrace.api.table.program.RowProgram;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.incremental.pass.ColumnPruning;
import io.millrace.plan.incremental.pass.Emissions;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.PlanRules;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.sql.statement.Statement.RelationKind;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ProgramNodeTest {
  private static final Schema CLICKS =
      Schema.of(
          new Field("ts", DataType.TIMESTAMP),
          new Field("Page", DataType.STRING),
          new Field("views", DataType.INTEGER),
          new Field("price", DataType.decimal(10, 2)));

  record Click(String page, long views) {}

  record Timed(LocalDateTime ts, String page) {}

  record Wrong(String page, int price) {}

  record Narrow(String page, short views) {}

  record Missing(String pages) {}

  private static PlanNode clicks(boolean bounded) {
    return source(CLICKS, bounded);
  }

  private static PlanNode source(Schema schema, boolean bounded) {
    Relation relation =
        new Relation(
            "clicks",
            RelationKind.SOURCE,
            schema.fields().stream()
                .<Relation.Column>map(
                    field -> new Relation.PhysicalColumn(field, Optional.empty(), Optional.empty()))
                .toList(),
            Optional.empty(),
            List.of(),
            "test",
            List.of(),
            "",
            List.of(),
            true,
            bounded,
            Optional.empty(),
            new Attachment());
    return SourceNode.of(relation, IntStream.range(0, schema.size()).boxed().toList());
  }

  private static PlanNode withWatermark(PlanNode input) {
    return WatermarkNode.of(input, "clicks", 0, 0);
  }

  private static <T> RowProgram names(Encoder<T> encoder) {
    return RowProgram.map(Object::toString, encoder, Encoders.STRING());
  }

  private static GroupProgram groups(OutputMode mode, GroupStateTimeout timeout) {
    return GroupProgram.flatMapWithState(
        new Keying<Timed, Timed, Timed>(
            Encoders.bean(Timed.class),
            timed -> timed,
            Encoders.bean(Timed.class),
            Optional.empty()),
        (key, values, state) -> values,
        mode,
        Encoders.LONG(),
        Encoders.bean(Timed.class),
        timeout);
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable planning, String... words) {
    assertThatThrownBy(planning)
        .isInstanceOfSatisfying(MillraceException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(words);
  }

  @Test
  void fieldsAreColumnsByNameInAnyCaseAndMayBeWider() {
    assertThat(EncoderColumns.of(Encoders.bean(Click.class), CLICKS)).containsExactly(1, 2);
    assertThat(EncoderColumns.of(Encoders.row(), CLICKS)).containsExactly(0, 1, 2, 3);
    assertThat(EncoderColumns.of(Encoders.LONG(), CLICKS.project(2))).containsExactly(0);
    assertThat(
            EncoderColumns.of(
                Encoders.tuple(Encoders.STRING(), Encoders.DECIMAL()), CLICKS.project(1, 3)))
        .containsExactly(0, 1);
  }

  @Test
  void whatDoesNotFitIsAnErrorThatNamesFieldAndColumn() {
    assertRefused(
        ErrorCode.FIELD_NOT_READABLE,
        () -> EncoderColumns.of(Encoders.bean(Missing.class), CLICKS),
        "field \"pages\" of Missing cannot be read",
        "it has ts, Page, views, price",
        "did you mean:  Page");
    assertRefused(
        ErrorCode.FIELD_NOT_READABLE,
        () -> EncoderColumns.of(Encoders.bean(Wrong.class), CLICKS),
        "field \"price\" of Wrong",
        "column \"price\" is of type DECIMAL(10, 2), and the field of type int");
    assertRefused(
        ErrorCode.FIELD_NOT_READABLE,
        () -> EncoderColumns.of(Encoders.bean(Narrow.class), CLICKS),
        "INTEGER, and the field of type short");
    assertRefused(
        ErrorCode.FIELD_NOT_READABLE,
        () -> EncoderColumns.of(Encoders.STRING(), CLICKS),
        "one column, and there are 4");
    assertRefused(
        ErrorCode.FIELD_NOT_READABLE,
        () ->
            EncoderColumns.of(
                Encoders.tuple(Encoders.STRING(), Encoders.LONG()), CLICKS.project(1)),
        "a tuple of 2 needs as many columns, and the input has 1: Page");
  }

  @Test
  void mapForgetsEventTimeAndFilterKeepsIt() {
    PlanNode input = withWatermark(clicks(false));
    PlanNode mapped = ProgramNode.of(input, names(Encoders.bean(Click.class)));
    assertThat(mapped.traits().columns().get(0).bound()).isEmpty();
    assertThat(mapped.traits().kind()).isEqualTo(ChangeKind.INSERT);
    PlanNode filtered =
        ProgramNode.of(input, RowProgram.filter(click -> true, Encoders.bean(Click.class)));
    assertThat(filtered.output()).isEqualTo(CLICKS);
    assertThat(filtered.traits().columns().get(0).bound()).isPresent();
  }

  @Test
  void rowsThatChangeHaveNoKeyBehindAFunction() {
    PlanNode changing = DistinctNode.of(replacing(), false);
    assertThat(changing.traits().kind()).isEqualTo(ChangeKind.DELETE);
    PlanNode mapped = ProgramNode.of(changing, names(Encoders.row()));
    assertThat(mapped.traits().kind()).isEqualTo(ChangeKind.DELETE);
    assertThat(mapped.traits().key()).isEmpty();
    assertRefused(
        ErrorCode.GROUPS_INPUT_INVALID,
        () ->
            ProgramNode.of(
                changing,
                RowProgram.mapPartitions(rows -> rows, Encoders.row(), Encoders.row(CLICKS))),
        "mapPartitions");
  }

  private static PlanNode replacing() {
    return GroupStateNode.of(
        clicks(false), groups(OutputMode.UPDATE, GroupStateTimeout.NoTimeout()));
  }

  @Test
  void onlyTheColumnsThatObjectsAreMadeOfAreRead() {
    PlanNode pruned =
        ColumnPruning.apply(
            ProgramNode.of(clicks(false), names(Encoders.bean(Click.class))), PlanRules.NEWEST);
    assertThat(pruned.inputs().get(0).output().names()).containsExactly("Page", "views");
    assertThat(((ProgramNode) pruned).read()).containsExactly(0, 1);
    PlanNode grouped =
        ColumnPruning.apply(
            GroupStateNode.of(
                withWatermark(clicks(false)),
                groups(OutputMode.APPEND, GroupStateTimeout.EventTimeTimeout())),
            PlanRules.NEWEST);
    assertThat(grouped.inputs().get(0).output().names())
        .as("with the key behind")
        .containsExactly("ts", "Page", "ts", "page");
    assertThat(((GroupStateNode) grouped).horizon()).isPresent();
  }

  @Test
  void rowsInThePlaceOfOthersCanBeGivenWithoutThem() {
    PlanNode groups = replacing();
    assertThat(groups.traits().kind()).isEqualTo(ChangeKind.DELETE);
    PlanNode mapped = ProgramNode.of(groups, names(Encoders.bean(Timed.class)));
    PlanNode newRows = Emissions.newRows(mapped).orElseThrow();
    assertThat(newRows.traits().kind()).isEqualTo(ChangeKind.INSERT);
    assertThat(((GroupStateNode) newRows.inputs().get(0)).emission()).isEqualTo(Emission.UPSERTS);
    assertThat(Emissions.newRows(DistinctNode.of(groups, false)))
        .as("distinct needs to know of the rows that go")
        .isEmpty();
    assertThat(Emissions.newRows(clicks(false))).isEmpty();
  }

  @Test
  void overInputThatEndsEveryKeyIsCalledOnce() {
    GroupStateNode groups =
        GroupStateNode.of(
            clicks(true), groups(OutputMode.UPDATE, GroupStateTimeout.EventTimeTimeout()));
    assertThat(groups.emission()).isEqualTo(Emission.FINAL);
    assertThat(groups.traits().kind()).isEqualTo(ChangeKind.INSERT);
    assertThat(groups.horizon()).isEmpty();
  }

  @Test
  void groupsNeedInputThatOnlyGrowsAndTimeoutsAWatermark() {
    GroupProgram plain = groups(OutputMode.APPEND, GroupStateTimeout.NoTimeout());
    assertRefused(
        ErrorCode.GROUPS_INPUT_INVALID,
        () -> GroupStateNode.of(replacing(), plain),
        "flatMapGroupsWithState",
        "rows can still change");
    assertRefused(
        ErrorCode.GROUPS_INPUT_INVALID,
        () ->
            GroupStateNode.of(
                clicks(false), groups(OutputMode.APPEND, GroupStateTimeout.EventTimeTimeout())),
        "it has no watermark",
        "withWatermark");
    GroupProgram whole =
        GroupProgram.map(
            new Keying<>(
                Encoders.bean(Click.class),
                Click::page,
                Encoders.STRING(),
                Optional.<MapFunction<Click, Click>>empty()),
            (key, values) -> new BigDecimal(1),
            Encoders.DECIMAL());
    assertRefused(
        ErrorCode.GROUPS_INPUT_INVALID,
        () -> GroupStateNode.of(clicks(false), whole),
        "mapGroups",
        "never ends",
        "flatMapGroupsWithState");
    assertThat(GroupStateNode.of(clicks(true), whole).output().names()).containsExactly("value");
  }
}
