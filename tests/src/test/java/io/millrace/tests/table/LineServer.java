package io.millrace.tests.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends lines to the first who connects, and stays. */
final class LineServer implements AutoCloseable {
  private final ServerSocket server;
  private final Thread sender;

  LineServer(String... lines) throws IOException {
    this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    this.sender = new Thread(() -> send(String.join("\n", lines) + "\n"), "line-server");
    sender.setDaemon(true);
    sender.start();
  }

  String host() {
    return server.getInetAddress().getHostAddress();
  }

  int port() {
    return server.getLocalPort();
  }

  private void send(String text) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      // Until the other side, or the test, is done.
      socket.getInputStream().read();
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
