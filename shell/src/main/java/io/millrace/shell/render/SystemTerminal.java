package io.millrace.shell.render;

import java.io.IOException;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;

/**
 * The terminal of this process, opened without the help of other programs: starting one would take
 * a good part of the time to the prompt.
 */
public final class SystemTerminal {
  private static final String TMUX = "tmux";
  private static final String LIKE_TMUX = "screen";

  private SystemTerminal() {}

  /**
   * Opens it; closed, it is as it was.
   *
   * @param handler of its signals
   * @throws IOException if it cannot be had
   */
  public static Terminal open(SignalHandler handler) throws IOException {
    Optional.ofNullable(System.getenv("TERM")).ifPresent(SystemTerminal::describe);
    return TerminalBuilder.builder()
        .name("millrace")
        .system(true)
        .jni(true)
        // The library asks these whether they could, even if they are not to be used.
        .exec(false)
        .ffm(false)
        .dumb(true)
        .graphemeCluster(false)
        .nativeSignals(true)
        .signalHandler(handler)
        .build();
  }

  /** Says what a usual terminal can do; of others the library asks the program infocmp. */
  private static void describe(String type) {
    String like = type.startsWith(TMUX) ? LIKE_TMUX + type.substring(TMUX.length()) : type;
    String capabilities = InfoCmp.getDefaultInfoCmp(like);
    if (capabilities != null) {
      InfoCmp.setLoadedInfoCmp(type, capabilities);
    }
  }
}
