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

/** A program started by this process, writing to a log file. */
final class ChildProcess implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int LOG_TAIL = 40;

    /** Of its own session, so that Ctrl-C in a terminal reaches Stockledger alone, which ends its servers in order. */
    private static final List<String> OWN_SESSION = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .filter(setsid -> Files.isExecutable(Path.of(setsid)))
            .limit(1)
            .toList();

    private final Process process;
    private final Path log;
    private final Duration stopPatience;

    private ChildProcess(Process process, Path log, Duration stopPatience) {
        this.process = process;
        this.log = log;
        this.stopPatience = stopPatience;
    }

    static ChildProcess begin(List<String> command, Path log, Duration stopPatience) throws IOException {
        List<String> all = new ArrayList<>(OWN_SESSION);
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        // What somebody's shell says about another PostgreSQL must not reach this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return new ChildProcess(builder.start(), log, stopPatience);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Calls back once the process has ended, however it did. */
    void whenEnded(Runnable callback) {
        process.onExit().thenRun(callback);
    }

    /** Waits until the program is ready. False: it ended first, or took longer than the patience. */
    boolean awaitReady(BooleanSupplier ready, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (ready.getAsBoolean()) {
                return true;
            }
            if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return false;
    }

    /** Waits for the end. True: within the patience. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** True: it ended within the patience, and says that all went well. */
    boolean succeeds(Duration patience) throws InterruptedException {
        return awaitEnd(patience) && process.exitValue() == 0;
    }

    /** The last lines that it wrote. */
    List<String> lastWords() {
        return tail(log);
    }

    /** The last lines of a log; none if it cannot be read. */
    static List<String> tail(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Asks the process to end, and if it does not, ends it. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!awaitEnd(stopPatience)) {
            process.destroyForcibly().waitFor();
        }
    }
}
