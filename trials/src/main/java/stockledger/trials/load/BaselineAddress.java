package stockledger.trials.load;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Address of the baseline: usually the PostgreSQL in which the service stores its events. */
record BaselineAddress(String jdbcUrl, String user, String password) {

    private static final int LINE_OF_PORT = 3;
    private static final int LINE_OF_SOCKETS = 4;

    /** The PostgreSQL of a running standalone; its data folder, readable by its owner alone, has Unix socket and password. */
    static BaselineAddress ofStandalone(Path dataDir) throws IOException {
        List<String> lines = Files.readAllLines(dataDir.resolve("postgres").resolve("postmaster.pid"));
        if (lines.size() <= LINE_OF_SOCKETS) {
            throw new IOException("its PostgreSQL is not running");
        }
        String port = lines.get(LINE_OF_PORT).strip();
        Path socket = Path.of(lines.get(LINE_OF_SOCKETS).strip()).resolve(".s.PGSQL." + port);
        String password = Files.readString(dataDir.resolve("postgres.password")).strip();
        // The socket factory takes only this host; the driver connects to the socket, which has no TLS.
        return new BaselineAddress(
                "jdbc:postgresql://localhost:" + port + "/postgres?sslmode=disable&gssEncMode=disable"
                        + "&socketFactory=org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg&socketFactoryArg="
                        + URLEncoder.encode(socket.toString(), StandardCharsets.UTF_8),
                "stockledger",
                password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl;
    }
}
