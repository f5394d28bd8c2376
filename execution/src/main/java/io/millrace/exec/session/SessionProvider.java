package io.millrace.exec.session;

import io.millrace.api.Millrace;
import io.millrace.exec.session.context.Logs;

/** Opens sessions; found through {@link java.util.ServiceLoader}. */
public final class SessionProvider implements Millrace.Provider {
  @Override
  public Millrace open(Millrace.Builder builder) {
    Logs.quietWithoutProvider();
    return MillraceSession.open(builder);
  }
}
