package stockledger.standalone.servers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends AUTH and PING to a Redis server; a client library would start threads for these two commands. */
final class RedisPing {

    private static final int TIMEOUT_MILLIS = 500;
    private static final String EXPECTED_REPLIES = "+OK\r\n+PONG\r\n";

    private RedisPing() {}

    /** Whether the server accepts the password and answers the PING. */
    static boolean succeeds(int port, String password) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(FreePort.LOOPBACK, port), TIMEOUT_MILLIS);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] replies = socket.getInputStream().readNBytes(EXPECTED_REPLIES.length());
            return new String(replies, StandardCharsets.US_ASCII).equals(EXPECTED_REPLIES);
        } catch (IOException e) {
            return false;
        }
    }
}
