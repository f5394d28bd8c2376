package io.millrace.state.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.MillraceException;
import io.millrace.state.MemoryBudget;
import io.millrace.state.durable.Operation.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DurableStateStoreTest {
  /**
   * Random operations in random epochs, with the process killed and the partitions dealt anew at
   * random places, going back and running again: the tables are what they were at every epoch.
   */
  @Property(tries = 20)
  void tablesAreWhatTheyWereAtEveryEpoch(@ForAll long seed) throws Exception {
    Path root = Files.createTempDirectory("millrace-state");
    try {
      new Life(root, new Random(seed)).live();
    } finally {
      delete(root);
    }
  }

  /** Where the process dies while it moves epochs. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** What happens to one checkpoint, and what should be in it. */
  private static final class Life {
    private final Path root;
    private final Random random;
    private final List<Shape> shapes = new ArrayList<>();
    private final int range;
    private int copies;
    private Path directory;
    private DurableStateStore store;
    private List<TestedOperator> operators = new ArrayList<>();

    /** What was done in each epoch, and what the tables should hold behind it, by operator. */
    private final List<List<List<Operation>>> operations = new ArrayList<>();

    private final List<List<Model>> models = new ArrayList<>();

    Life(Path root, Random random) {
      this.root = root;
      this.random = random;
      this.range = 4 + random.nextInt(20);
      for (int i = 1 + random.nextInt(2); i > 0; i--) {
        shapes.add(Shape.random(random));
      }
      this.directory = root.resolve("0");
      this.store = open(directory);
      store.recover(-1);
    }

    /** Opens what is in a directory, with some partitions and some number of applies to live. */
    private DurableStateStore open(Path from) {
      DurableOptions options =
          DurableOptions.DEFAULTS
              .withSegmentBytes(1 << 16)
              .withLogBytes(random.nextInt(3) * 1000)
              .withApplyBytes(random.nextBoolean() ? 20_000 : 1 << 20)
              .withCompleteOnly(true);
      AtomicInteger stepsLeft = new AtomicInteger(random.nextInt(40));
      MemoryBudget budget = random.nextBoolean() ? new MemoryBudget(1) : MemoryBudget.unlimited();
      DurableStateStore opened =
          DurableStateStore.open(
              from,
              options,
              budget,
              step -> {
                if (stepsLeft.decrementAndGet() == 0) {
                  throw new Crash();
                }
              });
      int partitions = 1 + random.nextInt(4);
      operators = new ArrayList<>();
      for (int i = 0; i < shapes.size(); i++) {
        operators.add(new TestedOperator("operator-" + i, shapes.get(i), opened, partitions));
      }
      return opened;
    }

    void live() throws IOException, InterruptedException {
      for (int step = 0; step < 25; step++) {
        switch (random.nextInt(8)) {
          case 0 -> {
            kill();
            restart();
          }
          case 1 -> {
            kill();
            rewind();
          }
          case 2 -> {
            kill();
            runAgain();
          }
          default -> {
            if (store.isApplying()) {
              runEpoch();
              release();
            } else {
              kill();
              restart();
            }
          }
        }
        if (random.nextInt(3) == 0) {
          checkCopy();
        }
      }
      store.close();
    }

    private int newest() {
      return models.size() - 1;
    }

    private List<Model> modelsBehind(int epoch) {
      return epoch < 0 ? shapes.stream().map(Model::new).toList() : models.get(epoch);
    }

    private static byte[] header(int epoch) {
      return ("epoch " + epoch).getBytes(StandardCharsets.UTF_8);
    }

    private void runEpoch() throws IOException, InterruptedException {
      int epoch = newest() + 1;
      List<Model> after = modelsBehind(newest()).stream().map(Model::copy).toList();
      List<List<Operation>> done = new ArrayList<>();
      for (int i = 0; i < shapes.size(); i++) {
        List<Operation> batches = new ArrayList<>();
        for (int batch = random.nextInt(4); batch > 0; batch--) {
          Operation operation = after.get(i).randomOperation(random, range);
          after.get(i).apply(operation);
          batches.add(operation);
        }
        done.add(batches);
      }
      doAgain(done, -1);
      try {
        store.commit(epoch, header(epoch));
      } catch (MillraceException notDecided) {
        // the process died while it moved epochs, at any time until now
        assertThat(store.isApplying()).isFalse();
        kill();
        restart();
        return;
      }
      operations.add(done);
      models.add(after);
    }

    /** Does what was done in an epoch, but not with an operator that has it back already. */
    private void doAgain(List<List<Operation>> done, int except) {
      for (int i = 0; i < done.size(); i++) {
        if (i != except) {
          done.get(i).forEach(operators.get(i)::apply);
        }
      }
    }

    private void release() {
      if (random.nextBoolean()) {
        store.release(newest() - random.nextInt(4));
      }
      if (random.nextBoolean()) {
        store.releaseIfNeeded(newest() - random.nextInt(3));
      }
    }

    /** Leaves everything as it is on disk, and goes on with that. */
    private void kill() throws IOException, InterruptedException {
      if (random.nextBoolean()) {
        for (int i = 0; i < shapes.size(); i++) {
          operators.get(i).apply(Operation.Upsert.random(shapes.get(i), random, range));
        }
      }
      Path copy = copy();
      store.close();
      directory = copy;
    }

    private Path copy() throws IOException, InterruptedException {
      store.pause();
      Path target = root.resolve(Integer.toString(++copies));
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.toList()) {
          Files.copy(file, target.resolve(directory.relativize(file)));
        }
      }
      store.resume();
      return target;
    }

    private int anEpoch(DurableStateStore opened) {
      int oldest = (int) opened.oldest().orElse(-1);
      if (oldest == 0 && !Files.exists(directory.resolve("state"))) {
        oldest = -1;
      }
      return oldest + random.nextInt(newest() - oldest + 1);
    }

    private void restart() {
      store = open(directory);
      assertThat(store.newest().orElse(-1)).isEqualTo(newest());
      store.recover(newest());
    }

    private void rewind() {
      store = open(directory);
      int epoch = anEpoch(store);
      store.rewind(epoch);
      while (newest() > epoch) {
        models.remove(newest());
        operations.remove(operations.size() - 1);
      }
      store.recover(epoch);
    }

    private void runAgain() {
      store = open(directory);
      int epoch = anEpoch(store);
      int replayed = random.nextInt(3) == 0 ? 0 : -1;
      store.recover(epoch);
      for (int again = epoch + 1; again <= newest(); again++) {
        if (replayed >= 0) {
          store.replay(again, operator -> operator.equals("operator-" + replayed));
        }
        doAgain(operations.get(again), replayed);
        store.commit(again, header(again));
      }
    }

    /** Opens a copy at some epoch, which must be as it was. */
    private void checkCopy() throws IOException, InterruptedException {
      Path copy = copy();
      List<TestedOperator> own = operators;
      try (DurableStateStore opened = open(copy)) {
        int epoch = random.nextBoolean() ? newest() : anEpoch(opened);
        opened.recover(epoch);
        for (int i = 0; i < shapes.size(); i++) {
          operators.get(i).assertEquals(modelsBehind(epoch).get(i));
        }
        for (int i = (int) opened.oldest().orElse(0); i <= newest(); i++) {
          assertThat(opened.header(i)).hasValue(header(i));
        }
      }
      operators = own;
      delete(copy);
    }
  }

  private static void delete(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> all = new ArrayList<>(files.toList());
      java.util.Collections.reverse(all);
      for (Path file : all) {
        Files.delete(file);
      }
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
