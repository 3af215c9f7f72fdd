package stockledger.trials.cost;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stockledger.trials.cli.JavaProcess;
import stockledger.trials.cli.Machine;
import stockledger.trials.client.Projections;
import stockledger.trials.client.RetryingClient;

/** Rebuilds read models of a running service, or of one that it starts, stops and kills. */
final class RebuildRun {

    private static final Duration TIMEOUT = Duration.ofHours(1);
    private static final Pattern PEAK_RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final int BYTES_PER_KB = 1_024;

    /** How the trial starts a standalone. */
    record Standalone(Path jar, Path dataDir, List<String> jvm) {

        private JavaProcess start() throws IOException {
            return JavaProcess.start(
                    "standalone",
                    port -> {
                        List<String> arguments = new ArrayList<>(jvm);
                        arguments.addAll(List.of(
                                "-jar", jar.toString(), "--server.port=" + port, "--stockledger.data-dir=" + dataDir));
                        return arguments;
                    },
                    "/actuator/health/readiness",
                    TIMEOUT);
        }
    }

    private final List<String> names;
    private final Consumer<String> progress;
    private final List<RebuildReport.Start> starts = new ArrayList<>();

    /**
     * @param names of the projections; empty for all
     */
    RebuildRun(List<String> names, Consumer<String> progress) {
        this.names = names;
        this.progress = progress;
    }

    /** Rebuilds the read models of a running service. */
    RebuildReport run(URI url) {
        Projections projections = projections(url);
        projections.awaitCaughtUp(TIMEOUT);
        long events = projections.events();
        List<RebuildReport.Rebuild> rebuilds = new ArrayList<>();
        for (String name : names.isEmpty() ? projections.names() : names) {
            progress.accept("rebuilding " + name);
            long start = System.nanoTime();
            projections.rebuild(name, TIMEOUT);
            rebuilds.add(new RebuildReport.Rebuild(name, secondsSince(start)));
        }
        return RebuildReport.of(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                url.toString(),
                Machine.current(),
                events,
                List.copyOf(rebuilds),
                List.copyOf(starts));
    }

    /** Starts a standalone as its data folder is, after SIGTERM and after kill -9, and rebuilds its read models. */
    RebuildReport run(Standalone standalone) throws IOException {
        start(standalone, RebuildReport.AS_FOUND).close();
        start(standalone, RebuildReport.AFTER_SIGTERM).kill();
        try (JavaProcess process = start(standalone, RebuildReport.AFTER_KILL)) {
            return run(process.url());
        }
    }

    private JavaProcess start(Standalone standalone, String kind) throws IOException {
        progress.accept("starting " + kind);
        long start = System.nanoTime();
        JavaProcess process = standalone.start();
        double seconds = secondsSince(start);
        Long peak = peakResidentBytes(Path.of("/proc/" + process.pid() + "/status"));
        long events = projections(process.url()).events();
        starts.add(new RebuildReport.Start(kind, events, seconds, peak));
        return process;
    }

    /** From {@code /proc/PID/status}; null on another system than Linux. */
    static @Nullable Long peakResidentBytes(Path status) throws IOException {
        Matcher peak = PEAK_RESIDENT.matcher(Files.exists(status) ? Files.readString(status) : "");
        return peak.find() ? Long.parseLong(peak.group(1)) * BYTES_PER_KB : null;
    }

    private static Projections projections(URI url) {
        return new Projections(new RetryingClient(url));
    }

    private static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
