package stockledger.standalone.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PostgreSQL's files in the data folder. They are made beside their place and moved there when whole, so that a start
 * that was killed leaves nothing half made.
 */
final class PostgresCluster {

    /** The name of the only user, who owns everything. */
    static final String USER = "stockledger";

    private static final String HALF_MADE = "postgres.new";
    private static final String PROGRAM = "postgres";
    private static final Duration MAKING = Duration.ofMinutes(2);

    private final DataFolder folder;
    private final PostgresPrograms programs;
    private final Path path;
    private final Path secret;

    PostgresCluster(DataFolder folder, PostgresPrograms programs) {
        this.folder = folder;
        this.programs = programs;
        this.path = folder.at("postgres");
        this.secret = folder.at("postgres.password");
    }

    Path path() {
        return path;
    }

    /** The password of {@link #USER}, drawn when the files were made. */
    String password() throws IOException {
        if (!Files.isReadable(secret)) {
            throw new CannotStart("the password of the embedded PostgreSQL is not in " + secret
                    + "; bring this file back, it belongs to " + path);
        }
        return Files.readString(secret).strip();
    }

    boolean isMade() {
        return Files.exists(path.resolve("PG_VERSION"));
    }

    /** Makes the files: text is UTF-8, sorted by its bytes, on whatever machine; every page has a checksum. */
    void make(StopOrder stops) throws IOException, InterruptedException {
        Path fresh = folder.at(HALF_MADE);
        for (ProcessHandle orphan : Orphans.of("initdb", fresh)) {
            orphan.destroyForcibly();
            Orphans.awaitEnd(orphan, EmbeddedServers.LONGEST_KILL);
        }
        PrivateFiles.deleteTree(fresh);
        PrivateFiles.write(secret, List.of(PrivateFiles.newSecret()));
        List<String> command = programs.call(
                "initdb",
                "-D",
                fresh.toString(),
                "--username=" + USER,
                "--pwfile=" + secret,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums");
        ChildProcess making =
                stops.add(ChildProcess.begin(command, folder.at("postgres.log"), EmbeddedServers.LONGEST_KILL));
        if (!making.succeeds(MAKING)) {
            making.close();
            String reason = lastError(making.lastWords());
            throw new CannotStart("PostgreSQL cannot keep its files in " + path + ": " + reason
                    + PostgresPrograms.hintForRoot(reason));
        }
        stops.remove(making);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Ends the PostgreSQL that a killed Stockledger left on these files, and nothing else. */
    void endOrphans(Duration patience) throws IOException, InterruptedException {
        for (ProcessHandle orphan : Orphans.of(PROGRAM, path)) {
            stop("fast", patience);
            if (!Orphans.awaitEnd(orphan, patience)) {
                stop("immediate", patience);
                if (!Orphans.awaitEnd(orphan, patience)) {
                    throw new CannotStart("the PostgreSQL of an earlier Stockledger, process " + orphan.pid()
                            + ", does not end; end it and start again");
                }
            }
        }
        forgetOldProcess();
    }

    /**
     * The number that a killed PostgreSQL left may be another process's by now, and then PostgreSQL would not start.
     * The lock on the data folder says that no Stockledger is using these files.
     */
    private void forgetOldProcess() throws IOException {
        Path pidFile = path.resolve("postmaster.pid");
        Optional<ProcessHandle> named = firstNumber(pidFile).flatMap(ProcessHandle::of);
        if (named.isPresent() && Orphans.runs(named.get(), PROGRAM) && mayWorkHere(named.get())) {
            throw new CannotStart("a PostgreSQL that Stockledger did not start, process "
                    + named.get().pid() + ", uses " + path + "; end it and start again");
        }
        Files.deleteIfExists(pidFile);
    }

    private boolean mayWorkHere(ProcessHandle process) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), path);
        } catch (IOException e) {
            return true;
        }
    }

    private static Optional<Long> firstNumber(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(s -> s.matches("\\d{1,18}"))
                    .map(Long::valueOf);
        }
    }

    /** Whether this process says that it takes connections. */
    boolean isReady(long pid) {
        try {
            List<String> lines = Files.readAllLines(path.resolve("postmaster.pid"));
            int status = 7;
            return lines.size() > status
                    && lines.get(0).strip().equals(Long.toString(pid))
                    && lines.get(status).strip().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends the PostgreSQL on these files. {@code fast} waits for a checkpoint, {@code immediate} for nothing. */
    boolean stop(String mode, Duration patience) throws IOException, InterruptedException {
        List<String> command = programs.call(
                "pg_ctl", "stop", "-w", "-t", Long.toString(patience.toSeconds()), "-m", mode, "-D", path.toString());
        return ChildProcess.begin(command, folder.at("postgres.stop.log"), EmbeddedServers.LONGEST_KILL)
                .succeeds(patience.plusSeconds(1));
    }

    /** What PostgreSQL says went wrong, without the way it says it. */
    static String lastError(List<String> lines) {
        String said = "it said nothing";
        for (String line : lines) {
            if (line.matches(
                    "(initdb|pg_ctl|postgres).*error:.*|.*(FATAL|PANIC):.*|unshare:.*|.*cannot be run as root.*")) {
                said = line.replaceFirst("^.*?(error|FATAL|PANIC):\\s*", "").strip();
            }
        }
        return said;
    }
}
