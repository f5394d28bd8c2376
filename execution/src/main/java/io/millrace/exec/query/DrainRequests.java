package io.millrace.exec.query;

import static io.millrace.exec.build.StepInput.NO_WATERMARK;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Callers that wait until everything available when they called is processed.
 *
 * <p>A request is met when the sources, asked after it was made, have nothing that is not
 * committed, and the watermark that follows from it has been used. A stream that never pauses meets
 * it too: the first batch that takes all there is, and the first behind it with its watermark.
 */
final class DrainRequests {

  /** One caller. */
  static final class Request {
    private final CountDownLatch met = new CountDownLatch(1);
    private boolean caughtUp;
    private long neededWatermark = NO_WATERMARK;

    void await() throws InterruptedException {
      met.await();
    }
  }

  private final List<Request> open = new CopyOnWriteArrayList<>();

  Request add() {
    Request request = new Request();
    open.add(request);
    return request;
  }

  /** Requests made before the loop asks the sources. */
  List<Request> pending() {
    return List.copyOf(open);
  }

  /** The sources had nothing more, and no batch is due. */
  void nothingDue(List<Request> pending) {
    pending.forEach(this::meet);
  }

  /** A batch is committed that was chosen after the requests were made. */
  void committed(List<Request> pending, Batch batch, BatchRunner runner) {
    for (Request request : pending) {
      if (!request.caughtUp && batch.upToDate()) {
        request.caughtUp = true;
        request.neededWatermark = runner.isNoDataBatchDue() ? runner.nextWatermark() : NO_WATERMARK;
      }
      if (request.caughtUp && runner.watermark() >= request.neededWatermark) {
        meet(request);
      }
    }
  }

  /** The query has ended; nobody waits any more. */
  void release() {
    open.forEach(this::meet);
  }

  private void meet(Request request) {
    open.remove(request);
    request.met.countDown();
  }
}
