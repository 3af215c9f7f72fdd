package stockledger.trials.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import stockledger.trials.client.Unreachable;

/** What every load trial is told, and what becomes of its outcome. */
final class TargetOptions {

    static final String LOCATION = "LOAD";

    private static final int LONGEST_RUN = 32;

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            description = "where the service, or a balancer before it, listens")
    private URI url = URI.create("");

    @Option(names = "--json", paramLabel = "FILE", description = "also write the whole report to this file")
    private @Nullable Path json;

    @Option(
            names = "--rival-data-dir",
            paramLabel = "DIR",
            description = "data folder of the running standalone, whose PostgreSQL is the rival")
    private @Nullable Path rivalDataDir;

    @Option(names = "--rival-jdbc-url", paramLabel = "URL", description = "another PostgreSQL as the rival")
    private @Nullable String rivalJdbcUrl;

    @Option(names = "--rival-user", defaultValue = "stockledger", description = "its user")
    private String rivalUser = "";

    @Option(
            names = "--rival-password",
            defaultValue = "",
            showDefaultValue = Help.Visibility.NEVER,
            description = "its user's password")
    private String rivalPassword = "";

    @Option(names = "--rival-seconds", defaultValue = "8", description = "each measure of the rival, 1 to 600")
    private int rivalSeconds;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            showDefaultValue = Help.Visibility.NEVER,
            description = "show this help")
    private boolean help;

    /** A name that no earlier run had. */
    static String newRun() {
        String drawn = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        return drawn.substring(0, Math.min(LONGEST_RUN, drawn.length()));
    }

    /** A trial against a service and, beside it, a rival. */
    @FunctionalInterface
    interface Trial {
        TrialReport run(Target target) throws IOException, SQLException;
    }

    /** Runs the trial, prints what it found, and tells the exit code. */
    int run(CommandSpec spec, Trial trial) {
        requireFolderOfReport(spec);
        Target target = new Target(url, rival(spec), Duration.ofSeconds(rivalSeconds));
        requireRoomFor(spec, target.rival());
        try {
            TrialReport report = trial.run(target);
            report.print(spec.commandLine().getOut());
            write(report);
            return report.clean() ? ExitCode.CLEAN : ExitCode.NOT_CLEAN;
        } catch (Opening.Refused e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.NOT_STARTED;
        } catch (Unreachable | IOException e) {
            spec.commandLine().getErr().println("the service cannot be reached: " + e.getMessage());
            return ExitCode.UNREACHABLE;
        } catch (SQLException e) {
            throw new IllegalStateException("the rival failed", e);
        }
    }

    /** Bounds, before anything is sent. */
    void require(CommandSpec spec) {
        within(spec, "--rival-seconds", rivalSeconds, 1, 600);
        if (url.getHost() == null || !String.valueOf(url.getScheme()).equals("http")) {
            throw new ParameterException(spec.commandLine(), "--url must be like http://localhost:8080, not " + url);
        }
    }

    static void within(CommandSpec spec, String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.format(Locale.ROOT, "%s must be %d to %d, not %d", option, least, most, value));
        }
    }

    private @Nullable RivalAddress rival(CommandSpec spec) {
        if (rivalJdbcUrl != null) {
            return new RivalAddress(rivalJdbcUrl, rivalUser, rivalPassword);
        }
        if (rivalDataDir == null) {
            return null;
        }
        try {
            return RivalAddress.ofStandalone(rivalDataDir);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--rival-data-dir: not of a running standalone: " + e.getMessage(), e);
        }
    }

    private static void requireRoomFor(CommandSpec spec, @Nullable RivalAddress rival) {
        int most = Target.MOST_CONNECTIONS;
        try {
            if (rival != null && !new Rival(rival).admits(most + 1)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "the rival's PostgreSQL does not admit " + most + " more connections: raise max_connections"
                                + " (--stockledger.embedded.postgres-connections=200 of a standalone)");
            }
        } catch (SQLException e) {
            throw new ParameterException(
                    spec.commandLine(), "the rival's PostgreSQL cannot be asked: " + e.getMessage(), e);
        }
    }

    /** Known before the sale, not after. */
    private void requireFolderOfReport(CommandSpec spec) {
        if (json != null && !Files.isWritable(json.toAbsolutePath().resolveSibling("."))) {
            throw new ParameterException(spec.commandLine(), "--json: nothing can be written beside " + json);
        }
    }

    private void write(TrialReport report) {
        if (json != null) {
            try {
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
