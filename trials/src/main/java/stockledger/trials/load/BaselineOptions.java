package stockledger.trials.load;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import stockledger.trials.cli.OptionChecks;

/** The plain database that the service is compared with. */
final class BaselineOptions {

    @Option(
            names = "--baseline-data-dir",
            paramLabel = "DIR",
            description = "data folder of the running standalone, whose PostgreSQL is the baseline")
    private @Nullable Path dataDir;

    @Option(names = "--baseline-jdbc-url", paramLabel = "URL", description = "another PostgreSQL as the baseline")
    private @Nullable String jdbcUrl;

    @Option(names = "--baseline-user", defaultValue = "stockledger", description = "its user")
    private String user = "";

    @Option(
            names = "--baseline-password",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "its user's password")
    private String password = "";

    @Option(
            names = "--baseline-seconds",
            defaultValue = "8",
            description = "duration of each measurement of the baseline, 1 to 600")
    private int seconds;

    private @Nullable BaselineAddress address;

    /** Finds the baseline and checks that it admits enough connections. */
    void check(OptionChecks checks) {
        checks.range("--baseline-seconds", seconds, 1, 600);
        address = address(checks);
        try {
            checks.require(
                    address == null || new Baseline(address).admits(Baseline.MAX_CONNECTIONS + 1),
                    "the baseline's PostgreSQL does not admit " + Baseline.MAX_CONNECTIONS
                            + " more connections: raise max_connections"
                            + " (--stockledger.embedded.postgres-connections=200 of a standalone)");
        } catch (SQLException e) {
            throw checks.error("the baseline's PostgreSQL cannot be queried: " + e.getMessage(), e);
        }
    }

    private @Nullable BaselineAddress address(OptionChecks checks) {
        if (jdbcUrl != null) {
            return new BaselineAddress(jdbcUrl, user, password);
        }
        if (dataDir == null) {
            return null;
        }
        try {
            return BaselineAddress.ofStandalone(dataDir);
        } catch (IOException e) {
            throw checks.error("--baseline-data-dir: not of a running standalone: " + e.getMessage(), e);
        }
    }

    /** Measures sales of random SKUs with ample stock; empty without a baseline. */
    List<BaselineResult> measure(int skus, Consumer<String> progress) {
        return address == null
                ? List.of()
                : BaselineResult.ofRandomSales(new Baseline(address), Duration.ofSeconds(seconds), skus, progress);
    }

    /** Measures the same sale; empty without a baseline. */
    List<BaselineResult> measure(Sale sale, Consumer<String> progress) {
        return address == null ? List.of() : BaselineResult.ofSale(new Baseline(address), sale, progress);
    }
}
