package stockledger.standalone.servers;

import java.io.IOException;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Sends PING to a Redis server; a client library would start threads for this command. */
final class RedisPing {

    private static final int TIMEOUT_MILLIS = 500;
    private static final String EXPECTED_REPLY = "+PONG\r\n";

    private RedisPing() {}

    /** Whether the server answers the PING. */
    static boolean succeeds(Path path) {
        try (Socket socket = new UnixSocketFactory(path.toString()).createSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(UnixDomainSocketAddress.of(path));
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] reply = socket.getInputStream().readNBytes(EXPECTED_REPLY.length());
            return new String(reply, StandardCharsets.US_ASCII).equals(EXPECTED_REPLY);
        } catch (IOException e) {
            return false;
        }
    }
}
