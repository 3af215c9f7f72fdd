package stockledger.trials.reads;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import stockledger.trials.catalog.Catalog;

/** How large a trial of reading is, and where its reports go. */
final class ReadsOptions {

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            description = "where the service, or a balancer before it, listens")
    URI url = URI.create("");

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "data folder of the running standalone, whose Redis is asked without it")
    @Nullable
    Path dataDir;

    @Option(
            names = "--redis",
            paramLabel = "URL",
            showDefaultValue = Visibility.NEVER,
            description = "another Redis, like redis://:password@localhost:6379")
    @Nullable
    URI redis;

    @Option(names = "--products", defaultValue = "100000", description = "in the catalog, 10 to 1000000")
    int products;

    @Option(names = "--first", defaultValue = "1000", description = "of these, measured before the others are there")
    int first;

    @Option(names = "--catalog", defaultValue = "1", description = "which catalog, 0 to 999: another has other SKUs")
    int seed;

    @Option(names = "--skew", defaultValue = "1.0", description = "of what is asked for, 0 to 3: 0 is all alike")
    double skew;

    @Option(names = "--connections", defaultValue = "32", description = "that ask at the same time, 1 to 1024")
    int connections;

    @Option(names = "--changes", defaultValue = "50", description = "of prices and stock per second, 0 to 10000")
    int changes;

    @Option(names = "--seconds", defaultValue = "8", description = "of each measure, 0.2 to 600")
    double seconds;

    @Option(names = "--warm-seconds", defaultValue = "20", description = "before what is new is measured, 0.2 to 600")
    double warmSeconds;

    @Option(names = "--rounds", defaultValue = "3", description = "of everything at full speed, 1 to 100")
    int rounds;

    @Option(
            names = "--without-tables",
            showDefaultValue = Visibility.NEVER,
            description = "leave out the rival that joins tables")
    boolean withoutTables;

    @Option(
            names = "--jvm",
            split = " ",
            showDefaultValue = Visibility.NEVER,
            description = "options for the rivals' Java: give them those that the service has")
    List<String> jvm = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "write the whole report to this file")
    @Nullable
    Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "write the report with charts to this file")
    @Nullable
    Path html;

    @Option(
            names = "--document",
            paramLabel = "FILE",
            description = "put the tables into this document, between its marks")
    @Nullable
    Path document;

    /** Bounds, before anything is sent. */
    void require(CommandSpec spec) {
        within(spec, "--products", products, 10, 1_000_000);
        within(spec, "--first", first, 10, products);
        within(spec, "--catalog", seed, 0, 999);
        within(spec, "--skew", skew, 0, 3);
        within(spec, "--connections", connections, 1, 1_024);
        within(spec, "--changes", changes, 0, 10_000);
        within(spec, "--seconds", seconds, 0.2, 600);
        within(spec, "--warm-seconds", warmSeconds, 0.2, 600);
        within(spec, "--rounds", rounds, 1, 100);
        requireUrl(spec, "--url", url);
        requireFolderOf(spec, "--json", json);
        requireFolderOf(spec, "--html", html);
        if (document != null && !Files.isWritable(document)) {
            throw new ParameterException(spec.commandLine(), "--document: " + document + " cannot be written");
        }
    }

    static void within(CommandSpec spec, String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.format(
                            Locale.ROOT, "%s must be %s to %s, not %s", option, text(least), text(most), text(value)));
        }
    }

    private static String text(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    static void requireUrl(CommandSpec spec, String option, URI url) {
        if (url.getHost() == null || !String.valueOf(url.getScheme()).equals("http")) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be like http://localhost:8080, not " + url);
        }
    }

    static void requireFolderOf(CommandSpec spec, String option, @Nullable Path file) {
        if (file != null && !Files.isWritable(file.toAbsolutePath().resolveSibling("."))) {
            throw new ParameterException(spec.commandLine(), option + ": nothing can be written beside " + file);
        }
    }

    /** The Redis to ask; null when none was named. */
    @Nullable
    RedisAddress redis(CommandSpec spec) {
        if (redis != null) {
            if (redis.getHost() == null || !String.valueOf(redis.getScheme()).equals("redis")) {
                throw new ParameterException(spec.commandLine(), "--redis must be like redis://localhost:6379");
            }
            return RedisAddress.of(redis);
        }
        if (dataDir == null) {
            return null;
        }
        try {
            return RedisAddress.ofStandalone(dataDir);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--data-dir: not of a running standalone: " + e.getMessage(), e);
        }
    }

    ReadsReport.Sizes sizes() {
        return new ReadsReport.Sizes(
                products, Catalog.LOCATIONS.size(), first, skew, connections, changes, seconds, warmSeconds, rounds);
    }
}
