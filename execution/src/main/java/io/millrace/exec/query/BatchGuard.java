package io.millrace.exec.query;

/** Says when a batch may be broken off: from the first read until it is decided. */
interface BatchGuard {
  /** Nobody breaks off anything. */
  BatchGuard NONE =
      new BatchGuard() {
        @Override
        public void enter() {}

        @Override
        public void leave() {}
      };

  /** From now on an interrupt breaks the batch off. */
  void enter() throws InterruptedException;

  /** From now on the batch goes to its end. */
  void leave() throws InterruptedException;
}
