package stockledger.standalone.servers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a Redis whether it takes commands, in the few words that this needs. */
final class RedisGreeting {

    private static final int PATIENCE_MILLIS = 500;
    private static final String WELCOME = "+OK\r\n+PONG\r\n";

    private RedisGreeting() {}

    /** True: it knows the password and answers. */
    static boolean isAnswered(int port, String password) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(FreePort.LOOPBACK, port), PATIENCE_MILLIS);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(WELCOME.length());
            return new String(answer, StandardCharsets.US_ASCII).equals(WELCOME);
        } catch (IOException e) {
            return false;
        }
    }
}
