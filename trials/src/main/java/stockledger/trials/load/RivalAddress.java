package stockledger.trials.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the plain database is that the service is held against: the PostgreSQL in which the service itself keeps its
 * events.
 */
record RivalAddress(String jdbcUrl, String user, String password) {

    private static final int LINE_OF_PORT = 3;

    /**
     * The PostgreSQL of a running standalone, by its data folder: the password is beside PostgreSQL's own files, which
     * name the port. Both may be read by the owner of the folder alone.
     */
    static RivalAddress ofStandalone(Path dataDir) throws IOException {
        List<String> lines = Files.readAllLines(dataDir.resolve("postgres").resolve("postmaster.pid"));
        if (lines.size() <= LINE_OF_PORT) {
            throw new IOException("its PostgreSQL is not running");
        }
        String port = lines.get(LINE_OF_PORT).strip();
        String password = Files.readString(dataDir.resolve("postgres.password")).strip();
        return new RivalAddress("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "stockledger", password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl;
    }
}
