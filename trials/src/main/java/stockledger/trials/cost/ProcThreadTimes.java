package stockledger.trials.cost;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import stockledger.trials.client.SetupFailed;

/** Reads {@code /proc/PID/task/TID/schedstat} of some processes and their descendants. */
final class ProcThreadTimes implements ThreadTimes {

    private static final Path PROC = Path.of("/proc");

    private final Path proc;
    private final List<Long> pids;

    ProcThreadTimes(List<Long> pids) {
        this(PROC, pids);
    }

    ProcThreadTimes(Path proc, List<Long> pids) {
        this.proc = proc;
        this.pids = List.copyOf(pids);
    }

    /** Whether the process exists, and this system accounts the time of its threads as Linux does. */
    static boolean isReadable(long pid) {
        return Files.isReadable(PROC.resolve(pid + "/task/" + pid + "/schedstat"));
    }

    @Override
    public List<Reading> read() {
        List<Reading> readings = new ArrayList<>();
        for (long pid : pids) {
            ProcessHandle root = ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .orElseThrow(() -> new SetupFailed("the process " + pid + " ended during the trial"));
            read(pid, pids.size() == 1 ? "" : " " + pid, readings);
            LongStream descendants = root.descendants().mapToLong(ProcessHandle::pid);
            descendants.filter(child -> !pids.contains(child)).forEach(child -> read(child, "", readings));
        }
        return readings;
    }

    private void read(long pid, String suffix, List<Reading> readings) {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(proc.resolve(pid + "/task"))) {
            String process = text(proc.resolve(pid + "/comm")) + suffix;
            for (Path task : tasks) {
                readThread(pid, process, task, readings);
            }
        } catch (IOException ended) {
            // The process ended; its last reading counts.
        }
    }

    private static void readThread(long pid, String process, Path task, List<Reading> readings) {
        try {
            String schedstat = text(task.resolve("schedstat"));
            long nanos = Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
            long tid = Long.parseLong(task.getFileName().toString());
            readings.add(new Reading(pid, tid, process, text(task.resolve("comm")), nanos));
        } catch (IOException ended) {
            // The thread ended; its last reading counts.
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
