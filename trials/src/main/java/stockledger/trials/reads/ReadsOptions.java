package stockledger.trials.reads;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.cli.DocumentOption;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;

/** The size of a read trial, and where its reports go. */
final class ReadsOptions {

    @Mixin
    private TargetOption target = new TargetOption();

    @Mixin
    private LoadOptions.WithWarmUp load = new LoadOptions.WithWarmUp(8, 20);

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "data folder of the running standalone, whose Redis is measured directly")
    private @Nullable Path dataDir;

    @Option(
            names = "--redis",
            paramLabel = "URL",
            showDefaultValue = Visibility.NEVER,
            description = "another Redis, like redis://:password@localhost:6379")
    private @Nullable URI redisUrl;

    @Option(names = "--products", defaultValue = "100000", description = "in the catalog, 10 to 1000000")
    int products;

    @Option(names = "--first", defaultValue = "1000", description = "of these, measured before the others are loaded")
    int first;

    @Option(
            names = "--catalog",
            defaultValue = "1",
            description = "number of the catalog, 0 to 999: another one has other SKUs")
    int seed;

    @Option(names = "--skew", defaultValue = "1.0", description = "of the requested products, 0 (uniform) to 3")
    double skew;

    @Option(names = "--changes", defaultValue = "50", description = "of prices and stock per second, 0 to 10000")
    int changes;

    @Option(names = "--rounds", defaultValue = "3", description = "of everything at full speed, 1 to 100")
    int rounds;

    @Option(
            names = "--without-tables",
            showDefaultValue = Visibility.NEVER,
            description = "leave out the baseline that joins tables")
    boolean withoutTables;

    @Option(
            names = "--jvm",
            split = " ",
            showDefaultValue = Visibility.NEVER,
            description = "JVM options of the baselines: give them those of the service")
    List<String> jvm = List.of();

    @Option(names = "--html", paramLabel = "FILE", description = "write the report with charts to this file")
    @Nullable
    Path html;

    @Mixin
    DocumentOption document = new DocumentOption("reads");

    private @Nullable RedisAddress redis;

    void check(OptionChecks checks) {
        target.check(checks);
        load.check(checks);
        checks.range("--products", products, 10, 1_000_000)
                .range("--first", first, 10, products)
                .range("--catalog", seed, 0, 999)
                .range("--skew", skew, 0, 3)
                .range("--changes", changes, 0, 10_000)
                .range("--rounds", rounds, 1, 100)
                .writableFolderOf("--html", html);
        document.check(checks);
        redis = redis(checks);
    }

    private @Nullable RedisAddress redis(OptionChecks checks) {
        if (redisUrl != null) {
            checks.require(
                    redisUrl.getHost() != null && "redis".equals(redisUrl.getScheme()),
                    "--redis must be like redis://localhost:6379");
            return RedisAddress.of(redisUrl);
        }
        if (dataDir == null) {
            return null;
        }
        try {
            return RedisAddress.ofStandalone(dataDir);
        } catch (IOException e) {
            throw checks.error("--data-dir: not of a running standalone: " + e.getMessage(), e);
        }
    }

    URI url() {
        return target.url();
    }

    int connections() {
        return load.connections();
    }

    double seconds() {
        return load.seconds();
    }

    double warmSeconds() {
        return load.warmSeconds();
    }

    /** Null when none is measured. */
    @Nullable
    RedisAddress redis() {
        return redis;
    }

    ReadsReport.Sizes sizes() {
        return new ReadsReport.Sizes(
                products,
                Catalog.LOCATIONS.size(),
                first,
                skew,
                connections(),
                changes,
                seconds(),
                warmSeconds(),
                rounds);
    }
}
