package stockledger.standalone.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds unused ports of the loopback address. Another process may take one before the server binds it. */
final class FreePort {

    static final String LOOPBACK = "127.0.0.1";

    private FreePort() {}

    static int next() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }
}
