package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.query.StreamingQuery;
import io.millrace.exec.query.ProtocolObserver;
import io.millrace.exec.query.ProtocolStep;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import io.millrace.exec.session.query.Stepping;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has the directory of a checkpoint, and what becomes of one that is damaged. */
class CheckpointDirectoryTest extends RestartFixture {

  @Test
  void scenario60TheSameQueryCannotRunTwice() throws IOException {
    declare();
    session.sql("START QUERY q AS " + insert(WINDOWS, ""));
    MillraceException inUse = fails(ErrorCode.CHECKPOINT_IN_USE, insert(WINDOWS, ""));
    assertThat(inUse.summary()).contains(path("cp")).contains("process");
    assertThat(inUse.position()).isPresent();
  }

  @Test
  void whateverFailsAtTheStartLeavesTheCheckpointFree() throws IOException {
    LinkageError broken = new LinkageError("no such library");
    boolean[] breaks = {true};
    InstantSource clock =
        () -> {
          if (breaks[0] && Files.exists(directory.resolve("cp/lease"))) {
            throw broken;
          }
          return Instant.parse("2026-01-01T12:00:00Z");
        };
    session = Millrace.builder().clock(clock).open();
    sessions.add(session);
    declare();
    assertThatThrownBy(() -> session.sql(insert(WINDOWS, "TRIGGER AVAILABLE NOW")))
        .isSameAs(broken);
    breaks[0] = false;
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
  }

  @Test
  void scenario61DamageIsNamed() throws IOException {
    declare();
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    Path plan = directory.resolve("cp/plan");
    Files.writeString(plan, Files.readString(plan).replace("clicks", "klicks"));
    MillraceException corrupt =
        fails(ErrorCode.CHECKPOINT_CORRUPT, insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    assertThat(corrupt.summary())
        .isEqualTo("checkpoint file " + plan + " is damaged: it does not fit its checksum");
  }

  @Test
  void scenario62WhatUnfinishedWritesLeftIsCleaned() throws IOException {
    declare();
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    Path leftover = Files.writeString(directory.resolve("cp/plan.tmp"), "{");
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    assertThat(leftover).doesNotExist();
  }

  /** Changes a byte of the record of a batch. */
  private void damage(int batch) throws IOException {
    Path log = directory.resolve("cp/log/00000001.log");
    byte[] bytes = Files.readAllBytes(log);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("\"batch\":" + batch)] ^= 4;
    Files.write(log, bytes);
  }

  @Test
  void aLogThatHasLostWhatWasPublishedIsRefused() throws IOException {
    sums(3);
    Path log = directory.resolve("cp/log");
    Path lost = directory.resolve("lost");
    Files.move(log, lost);
    assertThat(fails(ErrorCode.CHECKPOINT_CORRUPT, "START QUERY q").summary())
        .isEqualTo(
            "checkpoint file "
                + log
                + " is damaged: it is empty, but batch 2 was decided and has reached the sink");
    fails(ErrorCode.CHECKPOINT_CORRUPT, "REPAIR CHECKPOINT '" + path("cp") + "'");
    assertThat(seen).hasSize(3);
  }

  /** Lets the device lose the record of the newest batch, as if it had never been written. */
  private void loseNewest(int batch) throws IOException {
    Path log = directory.resolve("cp/log/00000001.log");
    byte[] bytes = Files.readAllBytes(log);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int page = text.indexOf("\"batch\":" + batch) / 4096 * 4096;
    Arrays.fill(bytes, page, bytes.length, (byte) 0);
    Files.write(log, bytes);
  }

  @Test
  void aLogThatHasLostItsNewestRecordIsRefused() throws IOException {
    sums(3);
    loseNewest(2);
    assertThat(fails(ErrorCode.CHECKPOINT_CORRUPT, "START QUERY q").summary())
        .endsWith("it ends with batch 1, but batch 2 was decided and has reached the sink");
    String done =
        ((StatementResult.Text) session.sql("REPAIR CHECKPOINT '" + path("cp") + "'")).text();
    assertThat(done)
        .startsWith("the log has lost its end: batch 2 had been decided\n")
        .contains("everything up to batch 1 is kept");
    start("START QUERY q").processAllAvailable();
    assertThat(seen).last().isEqualTo("2 [+U[6]]");
  }

  @Test
  void aDamagedEndOfTheLogCanBeGivenUp() throws IOException {
    sums(3);
    damage(2);
    MillraceException corrupt = fails(ErrorCode.CHECKPOINT_CORRUPT, "START QUERY q");
    assertThat(corrupt.summary()).contains(path("cp/log/00000001.log"));
    assertThat(corrupt.hints())
        .contains(
            "to give up what is damaged at its end, if it is there:  REPAIR CHECKPOINT '"
                + path("cp")
                + "'");
    String done =
        ((StatementResult.Text) session.sql("REPAIR CHECKPOINT '" + path("cp") + "'")).text();
    assertThat(done.lines().skip(1))
        .containsExactly(
            "everything up to batch 1 is kept; what came behind is given up",
            "the query goes on with batch 2: if the sink has rows of it already, it sees them a"
                + " second time");
    start("START QUERY q").processAllAvailable();
    assertThat(seen).containsExactly("0 [+I[1]]", "1 [+U[3]]", "2 [+U[6]]", "2 [+U[6]]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096, 4097, 20_000})
  void aLogThatHasLostZerosAtItsEndLosesNothingElse(int bytes) throws IOException {
    sums(3);
    Path log = directory.resolve("cp/log/00000001.log");
    long length = Files.size(log);
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(length - bytes);
    }
    fails(ErrorCode.CHECKPOINT_CORRUPT, "START QUERY q");
    String done =
        ((StatementResult.Text) session.sql("REPAIR CHECKPOINT '" + path("cp") + "'")).text();
    assertThat(done).contains("everything up to batch 2 is kept");
    assertThat(Files.size(log)).isEqualTo(length);
    StreamingQuery query = start("START QUERY q");
    session.sql("INSERT INTO s VALUES (4)");
    query.processAllAvailable();
    assertThat(seen).containsExactly("0 [+I[1]]", "1 [+U[3]]", "2 [+U[6]]", "3 [+U[10]]");
  }

  @Test
  void damageInTheMiddleOfTheLogIsLeftAsItIs() throws IOException {
    sums(4);
    damage(1);
    byte[] before = Files.readAllBytes(directory.resolve("cp/log/00000001.log"));
    MillraceException refused =
        fails(ErrorCode.CHECKPOINT_CORRUPT, "REPAIR CHECKPOINT '" + path("cp") + "'");
    assertThat(refused).hasMessageContaining("batches from 2 on lie behind the damage");
    assertThat(directory.resolve("cp/log/00000001.log")).hasBinaryContent(before);
  }

  @Test
  void damagedStateIsToldOfAndLeftAsItIs() throws IOException {
    sumsUntilStateIsMoved();
    for (Path table : tablesOfState()) {
      byte[] good = Files.readAllBytes(table);
      byte[] bad = good.clone();
      bad[3] ^= 1;
      Files.write(table, bad);
      MillraceException damaged =
          fails(ErrorCode.CHECKPOINT_CORRUPT, "REPAIR CHECKPOINT '" + path("cp") + "'");
      assertThat(damaged.summary())
          .isEqualTo(
              "checkpoint file "
                  + table
                  + " is damaged: at byte 0, what it holds is not what was written");
      assertThat(damaged.hints()).noneMatch(hint -> hint.contains("REPAIR"));
      Files.delete(table);
      MillraceException missing =
          fails(ErrorCode.CHECKPOINT_CORRUPT, "REPAIR CHECKPOINT '" + path("cp") + "'");
      assertThat(missing.summary())
          .isEqualTo("checkpoint file " + table + " is damaged: it is missing");
      Files.write(table, good);
    }
    assertThat(
            ((StatementResult.Text) session.sql("REPAIR CHECKPOINT '" + path("cp") + "'")).text())
        .startsWith("nothing is damaged");
    start("START QUERY q").processAllAvailable();
  }

  @Test
  void theLogIsNotCutInFrontOfTheState() throws IOException {
    sumsUntilStateIsMoved();
    Path log = directory.resolve("cp/log/00000001.log");
    byte[] bytes = Files.readAllBytes(log);
    int record = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"batch\":1");
    Arrays.fill(bytes, record / 4096 * 4096, bytes.length, (byte) 0);
    Files.write(log, bytes);
    byte[] published = Files.readAllBytes(directory.resolve("cp/published"));
    MillraceException refused =
        fails(ErrorCode.CHECKPOINT_INCONSISTENT, "REPAIR CHECKPOINT '" + path("cp") + "'");
    assertThat(refused.summary())
        .contains("the state is that of batch")
        .endsWith("already, and the log would end with batch 0");
    assertThat(directory.resolve("cp/published")).hasBinaryContent(published);
  }

  @Test
  void aQueryWhoseLeaseWasDeletedDecidesNothingMore() throws IOException {
    session.sql("CREATE SOURCE s (v INT) USING memory");
    session.foreachBatch("out", (batch, id) -> seen.add(id + " " + batch.rows()));
    StreamingQuery query = start("START QUERY q AS " + SUMS + " CHECKPOINT '" + path("cp") + "'");
    session.sql("INSERT INTO s VALUES (1)");
    query.processAllAvailable();
    Path lease = directory.resolve("cp/lease");
    Files.delete(lease);
    Files.createFile(lease);
    session.sql("INSERT INTO s VALUES (2)");
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_IN_USE);
              assertThat(e.details()).anyMatch(detail -> detail.contains("was deleted"));
            });
    assertThat(seen).containsExactly("0 [+I[1]]");
    start("START QUERY q").processAllAvailable();
    assertThat(seen).last().isEqualTo("1 [+U[3]]");
  }

  @Test
  void aBatchIsKnownToBeVisibleByTheDamagedOneBehindIt() throws IOException {
    declare();
    session.sql(
        "CREATE SINK totals (n BIGINT) USING file OPTIONS (path = '"
            + path("out")
            + "') FORMAT csv");
    String query =
        "INSERT INTO totals SELECT COUNT(*) FROM clicks EMIT COMPLETE CHECKPOINT '"
            + path("cp")
            + "'";
    ProtocolObserver deadly =
        (step, batch) -> {
          if (step == ProtocolStep.PUBLISH && batch == 2) {
            throw new AssertionError("dead");
          }
        };
    try (SteppedQuery dying =
        ((MillraceSession) session).startStepped(query, new Stepping(Optional.empty(), deadly))) {
      for (int file = 0; file < 2; file++) {
        drop(file + ".json", click("/a", "12:01:00"));
        dying.step();
      }
      drop("2.json", click("/a", "12:01:00"));
      assertThatThrownBy(dying::step).hasMessageContaining("dead");
    }
    damage(2);
    session.sql("REPAIR CHECKPOINT '" + path("cp") + "'");
    runToEnd(query + " TRIGGER AVAILABLE NOW");
    assertThat(output()).containsExactly("3");
  }

  @Test
  void aLogWithoutDamageIsLeftAsItIs() {
    sums(2);
    assertThat(session.sql("REPAIR CHECKPOINT '" + path("cp") + "'"))
        .isEqualTo(
            new StatementResult.Text(
                "repaired", "nothing is damaged: everything up to batch 1 can be read"));
    start("START QUERY q").processAllAvailable();
    assertThat(seen).hasSize(2);
  }

  @Test
  void newerFormatsAreRefused() throws IOException {
    declare();
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    rewrite("metadata", "\"format\" : 1", "\"format\" : 2");
    fails(ErrorCode.CHECKPOINT_TOO_NEW, insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
  }

  @Test
  void aCheckpointGoesWithItsQuery() throws IOException {
    declare();
    session.sql("START QUERY q AS " + insert(WINDOWS, ""));
    fails(ErrorCode.OBJECT_IN_USE, "DROP QUERY q WITH CHECKPOINT");
    session.sql("STOP QUERY q");
    session.sql("DROP QUERY q WITH CHECKPOINT");
    assertThat(directory.resolve("cp")).doesNotExist();
  }

  @Test
  void aCheckpointGoesWithoutItsQueryToo() throws IOException {
    declare();
    session.sql("START QUERY q AS " + insert(WINDOWS, ""));
    String drop = "DROP CHECKPOINT '" + path("cp") + "'";
    fails(ErrorCode.CHECKPOINT_IN_USE, drop);
    session.sql("STOP QUERY q");
    session.sql(drop);
    assertThat(directory.resolve("cp")).doesNotExist();
    fails(ErrorCode.CHECKPOINT_NOT_FOUND, drop);
    session.sql("DROP CHECKPOINT IF EXISTS '" + path("cp") + "'");
  }

  @Test
  void whatIsNoCheckpointIsNeitherDroppedNorRepaired() throws IOException {
    drop("1.json", click("/a", "12:00:01"));
    for (String verb : List.of("DROP", "REPAIR")) {
      MillraceException error =
          fails(ErrorCode.CHECKPOINT_NOT_FOUND, verb + " CHECKPOINT '" + path("in") + "'");
      assertThat(error.details()).containsExactly("it holds 1.json");
      assertThat(error.hints())
          .containsExactly("name the directory that stands behind CHECKPOINT in the query");
    }
    assertThat(directory.resolve("in/1.json")).exists();
  }
}
