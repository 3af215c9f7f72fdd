package stockledger.trials.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Address of the baseline: usually the PostgreSQL in which the service stores its events. */
record BaselineAddress(String jdbcUrl, String user, String password) {

    private static final int LINE_OF_PORT = 3;

    /** The PostgreSQL of a running standalone; its data folder, readable by its owner alone, has port and password. */
    static BaselineAddress ofStandalone(Path dataDir) throws IOException {
        List<String> lines = Files.readAllLines(dataDir.resolve("postgres").resolve("postmaster.pid"));
        if (lines.size() <= LINE_OF_PORT) {
            throw new IOException("its PostgreSQL is not running");
        }
        String port = lines.get(LINE_OF_PORT).strip();
        String password = Files.readString(dataDir.resolve("postgres.password")).strip();
        return new BaselineAddress("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "stockledger", password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl;
    }
}
