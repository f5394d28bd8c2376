package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a source has for a batch, in waves of chunks. Where everything goes to one place, the
 * workers produce a wave while the one before is delivered.
 */
final class SourceReading {
  private final SourceNode source;
  private final ChunkReader reader;
  private final Delivery delivery;
  private final Workers workers;
  private final boolean maySuffice;
  private final boolean reuses;
  private int unitsPerWorker = 1;

  /**
   * @param stopsEarly whether reading may end when nobody needs more rows
   */
  SourceReading(SourceNode source, ChunkReader reader, boolean stopsEarly, Delivery delivery) {
    this.source = source;
    this.reader = reader;
    this.delivery = delivery;
    this.workers = delivery.workers();
    this.maySuffice = stopsEarly && source.canBeSatisfied();
    this.reuses = source.routes().stream().allMatch(route -> delivery.forgets(route.target()));
  }

  void run() throws InterruptedException {
    List<Chunk> first = nextChunks();
    if (source.expands()) {
      inSlices(first);
    } else if (first.size() <= 1 || maySuffice || !source.hasOneTarget()) {
      waveByWave(first);
    } else {
      overlapping(first);
    }
  }

  private List<Chunk> nextChunks() {
    int count = unitsPerWorker * workers.size();
    List<Chunk> chunks = new ArrayList<>(count);
    while (chunks.size() < count) {
      Optional<Chunk> chunk = reader.next();
      if (chunk.isEmpty()) {
        break;
      }
      chunks.add(chunk.get());
    }
    return chunks;
  }

  private boolean isNeeded(List<Chunk> chunks) {
    return !chunks.isEmpty() && !(maySuffice && source.isSatisfied());
  }

  private Wave wave(List<Chunk> chunks) {
    List<Wave.Unit> units = new ArrayList<>(chunks.size());
    for (Chunk chunk : chunks) {
      units.add((worker, output) -> source.scan(worker).decode(chunk, output));
    }
    return new Wave(source.routes(), units);
  }

  private void waveByWave(List<Chunk> first) throws InterruptedException {
    for (List<Chunk> chunks = first; isNeeded(chunks); chunks = nextChunks()) {
      Wave wave = wave(chunks);
      wave.produce(workers, false);
      delivery.deliver(wave);
      release(chunks);
    }
  }

  private void overlapping(List<Chunk> first) throws InterruptedException {
    List<Chunk> delivered = List.of();
    List<Chunk> chunks = first;
    Wave last = null;
    while (!chunks.isEmpty() || last != null) {
      unitsPerWorker = Math.min(2 * unitsPerWorker, Delivery.UNITS_PER_WORKER);
      Wave wave = chunks.isEmpty() ? null : wave(chunks);
      List<Chunk> following = round(last, wave);
      release(delivered);
      delivered = chunks;
      last = wave;
      chunks = following;
    }
  }

  /** Delivers a wave, produces the next one, and fetches what comes then. */
  private List<Chunk> round(@Nullable Wave last, @Nullable Wave wave) throws InterruptedException {
    StageInput input = source.routes().get(0).target() instanceof StageInput found ? found : null;
    Workers.Task arrivals =
        last == null || input == null
            ? partition -> {}
            : input.stage().receive(input.index(), last.arrivals(input, 0, last.size()));
    List<Chunk> following = new ArrayList<>();
    workers.run(
        workers.size(),
        worker -> {
          arrivals.run(worker);
          if (wave != null) {
            wave.produceSome(worker);
          }
        },
        () -> {
          if (last != null && input == null) {
            delivery.giveResults(last, 0, last.size());
          }
          if (wave != null) {
            following.addAll(nextChunks());
          }
        });
    if (last != null && input != null) {
      delivery.passEmissions(input.stage());
    }
    if (wave != null) {
      wave.throwFailure();
    }
    return following;
  }

  /** Decodes first, then takes the rows, a few at a time, through routes that make many of them. */
  private void inSlices(List<Chunk> first) throws InterruptedException {
    for (List<Chunk> chunks = first; isNeeded(chunks); chunks = nextChunks()) {
      List<List<ColumnBatch>> decoded = new ArrayList<>(chunks.size());
      List<Wave.Unit> units = new ArrayList<>(chunks.size());
      for (Chunk chunk : chunks) {
        List<ColumnBatch> batches = new ArrayList<>();
        decoded.add(batches);
        units.add((worker, output) -> source.scan(worker).decode(chunk, batches::add));
      }
      new Wave(List.of(), units).produce(workers, false);
      for (List<ColumnBatch> batches : decoded) {
        passSlices(batches);
      }
      release(chunks);
    }
  }

  private void passSlices(List<ColumnBatch> batches) throws InterruptedException {
    for (ColumnBatch batch : batches) {
      for (Route route : source.routes()) {
        delivery.pass(List.of(batch).iterator(), route);
      }
    }
  }

  private void release(List<Chunk> chunks) {
    if (reuses) {
      chunks.forEach(Chunk::release);
    }
  }
}
