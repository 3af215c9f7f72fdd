package stockledger.standalone.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * PostgreSQL's database cluster in the data folder. It is created under another name and then renamed, so that a start
 * killed meanwhile leaves no incomplete cluster.
 */
final class PostgresCluster {

    /** The only database user. */
    static final String USER = "stockledger";

    private static final String INCOMPLETE = "postgres.new";
    private static final String PROGRAM = "postgres";
    private static final Duration INITDB_TIMEOUT = Duration.ofMinutes(2);

    private final DataFolder folder;
    private final PostgresBinaries binaries;
    private final Path path;
    private final Path passwordFile;

    PostgresCluster(DataFolder folder, PostgresBinaries binaries) {
        this.folder = folder;
        this.binaries = binaries;
        this.path = folder.resolve("postgres");
        this.passwordFile = folder.resolve("postgres.password");
    }

    Path path() {
        return path;
    }

    /** The password of {@link #USER}, generated when the cluster was created. */
    String password() throws IOException {
        if (!Files.isReadable(passwordFile)) {
            throw new StartFailedException("the password file of the embedded PostgreSQL cannot be read: "
                    + passwordFile + "; restore it, it belongs to " + path);
        }
        return Files.readString(passwordFile).strip();
    }

    boolean exists() {
        return Files.exists(path.resolve("PG_VERSION"));
    }

    /** Creates the cluster: UTF-8 text sorted by its bytes on every machine, and a checksum on every page. */
    void create(ShutdownStack stack) throws IOException, InterruptedException {
        Path incomplete = folder.resolve(INCOMPLETE);
        for (ProcessHandle orphan : OrphanedProcesses.find("initdb", incomplete)) {
            orphan.destroyForcibly();
            OrphanedProcesses.awaitExit(orphan, EmbeddedServers.STOP_TIMEOUT);
        }
        FileSystemUtils.deleteRecursively(incomplete);
        PrivateFiles.write(passwordFile, List.of(PrivateFiles.newPassword()));
        List<String> command = binaries.command(
                "initdb",
                "-D",
                incomplete.toString(),
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums");
        ServerProcess initdb =
                stack.add(ServerProcess.start(command, folder.resolve("postgres.log"), EmbeddedServers.STOP_TIMEOUT));
        if (!initdb.awaitSuccess(INITDB_TIMEOUT)) {
            initdb.close();
            String reason = lastError(initdb.lastLogLines());
            throw new StartFailedException("the embedded PostgreSQL cannot create its files in " + path + ": " + reason
                    + PostgresBinaries.hintForRoot(reason));
        }
        stack.remove(initdb);
        Files.move(incomplete, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Stops the PostgreSQL that a killed Stockledger process left running on this cluster, and the sessions that a killed
     * PostgreSQL left: a new one does not start while they run.
     */
    void stopOrphans(Duration timeout) throws IOException, InterruptedException {
        for (ProcessHandle orphan : OrphanedProcesses.find(PROGRAM, path)) {
            stop("fast", timeout);
            if (!OrphanedProcesses.awaitExit(orphan, timeout)) {
                stop("immediate", timeout);
                if (!OrphanedProcesses.awaitExit(orphan, timeout)) {
                    throw new StartFailedException("the PostgreSQL of an earlier Stockledger, process " + orphan.pid()
                            + ", cannot be stopped; stop it and start again");
                }
            }
        }
        deletePidFile();
        List<ProcessHandle> sessions = ProcessHandle.allProcesses()
                .filter(process -> OrphanedProcesses.runs(process, PROGRAM) && usesCluster(process))
                .toList();
        for (ProcessHandle session : sessions) {
            session.destroyForcibly();
            OrphanedProcesses.awaitExit(session, timeout);
        }
    }

    private boolean usesCluster(ProcessHandle process) {
        try {
            return Files.isSameFile(workingFolder(process), path);
        } catch (IOException e) {
            return false;
        }
    }

    /** Known on Linux only. */
    private static Path workingFolder(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()), "cwd");
    }

    /**
     * Deletes the pid file of a killed PostgreSQL. PostgreSQL would not start while any process has the id in it, even one
     * that got the id later; and a new server with the same id would seem ready before it is.
     */
    private void deletePidFile() throws IOException {
        Path pidFile = path.resolve("postmaster.pid");
        Optional<ProcessHandle> process = firstNumber(pidFile).flatMap(ProcessHandle::of);
        if (process.isPresent() && OrphanedProcesses.runs(process.get(), PROGRAM) && mayUseCluster(process.get())) {
            throw new StartFailedException("a PostgreSQL that Stockledger did not start, process "
                    + process.get().pid() + ", uses " + path + "; stop it and start again");
        }
        Files.deleteIfExists(pidFile);
    }

    private boolean mayUseCluster(ProcessHandle process) {
        try {
            return Files.isSameFile(workingFolder(process), path);
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

    /** Whether the process has written to the pid file that it accepts connections. */
    boolean isReady(long pid) {
        try {
            List<String> lines = Files.readAllLines(path.resolve("postmaster.pid"));
            int statusLine = 7;
            return lines.size() > statusLine
                    && lines.get(0).strip().equals(Long.toString(pid))
                    && lines.get(statusLine).strip().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops the server of this cluster. {@code fast} waits for a checkpoint, {@code immediate} does not. */
    boolean stop(String mode, Duration timeout) throws IOException, InterruptedException {
        List<String> command = binaries.command(
                "pg_ctl", "stop", "-w", "-t", Long.toString(timeout.toSeconds()), "-m", mode, "-D", path.toString());
        Path log = folder.resolve("postgres.stop.log");
        Files.deleteIfExists(log);
        return ServerProcess.start(command, log, EmbeddedServers.STOP_TIMEOUT).awaitSuccess(timeout.plusSeconds(1));
    }

    /** The message of the last error in log lines, without its prefix. */
    static String lastError(List<String> lines) {
        String error = "its log contains no error";
        for (String line : lines) {
            if (line.matches(
                    "(initdb|pg_ctl|postgres).*error:.*|.*(FATAL|PANIC):.*|unshare:.*|.*cannot be run as root.*")) {
                error = line.replaceFirst("^.*?(error|FATAL|PANIC):\\s*", "").strip();
            }
        }
        return error;
    }
}
