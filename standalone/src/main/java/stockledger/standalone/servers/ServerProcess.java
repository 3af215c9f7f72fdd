package stockledger.standalone.servers;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A child process that appends its output to a log file. */
final class ServerProcess implements AutoCloseable {

    private static final Duration READY_POLL = Duration.ofMillis(20);
    private static final int LOG_LINES = 40;

    /** A new session, so that Ctrl-C signals only this JVM, which stops its servers in order; empty without setsid. */
    private static final List<String> SETSID = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .filter(setsid -> Files.isExecutable(Path.of(setsid)))
            .limit(1)
            .toList();

    private final Process process;
    private final Path log;
    private final Duration stopTimeout;

    private ServerProcess(Process process, Path log, Duration stopTimeout) {
        this.process = process;
        this.log = log;
        this.stopTimeout = stopTimeout;
    }

    static ServerProcess start(List<String> command, Path log, Duration stopTimeout) throws IOException {
        List<String> fullCommand = new ArrayList<>(SETSID);
        fullCommand.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(fullCommand)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // PGDATA, PGPORT and others in the operator's shell may describe another PostgreSQL.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return new ServerProcess(builder.start(), log, stopTimeout);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Runs the callback after the process exits. */
    void onExit(Runnable callback) {
        process.onExit().thenRun(callback);
    }

    /** Waits until the process is ready; false when it ended before, or is not ready within the timeout. */
    boolean awaitReady(BooleanSupplier ready, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < deadline) {
            if (ready.getAsBoolean()) {
                return true;
            }
            if (process.waitFor(READY_POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return false;
    }

    /** Waits for the exit; false when the process still runs after the timeout. */
    boolean awaitExit(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for the exit; false after the timeout, or if the status is not 0. */
    boolean awaitSuccess(Duration timeout) throws InterruptedException {
        return awaitExit(timeout) && process.exitValue() == 0;
    }

    /** The last lines of the log; empty when it cannot be read. */
    List<String> lastLogLines() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Sends SIGTERM, and SIGKILL when the process still runs after the timeout. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!awaitExit(stopTimeout)) {
            process.destroyForcibly().waitFor();
        }
    }
}
