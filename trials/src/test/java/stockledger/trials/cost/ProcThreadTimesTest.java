package stockledger.trials.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stockledger.trials.client.SetupFailed;
import stockledger.trials.cost.ThreadTimes.Reading;

/** Processor time is read by thread from /proc, of a process and its descendants. */
class ProcThreadTimesTest {

    private static final long PID = ProcessHandle.current().pid();
    private static final boolean LINUX = Files.exists(Path.of("/proc/self/schedstat"));

    @TempDir
    Path proc;

    @Test
    void theReadingsOfThisProcessGrowWithItsWork() throws IOException {
        long workNanos = 200_000_000;

        CpuMeter.Used used = new CpuMeter(new ProcThreadTimes(List.of(PID))).measure(() -> work(workNanos));

        double millis =
                used.millis().values().stream().mapToDouble(Double::doubleValue).sum();
        assertThat(millis).isGreaterThanOrEqualTo(LINUX ? 0.9 * workNanos / 1e6 : 0);
        assertThat(ProcThreadTimes.isReadable(PID)).isEqualTo(LINUX);
    }

    @Test
    void everyThreadIsReadWithItsName() throws IOException {
        thread(PID, PID, "java", "5000 70 3");
        thread(PID, 999, "http-nio-8080-e", "123456789 70 3");

        assertThat(new ProcThreadTimes(proc, List.of(PID)).read())
                .containsExactlyInAnyOrder(
                        new Reading(PID, PID, "java", "java", 5_000),
                        new Reading(PID, 999, "java", "http-nio-8080-e", 123_456_789));
    }

    @Test
    void childProcessesAreRead() throws IOException {
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            thread(PID, PID, "java", "5000 70 3");
            thread(child.pid(), child.pid(), "postgres", "7000 70 3");

            assertThat(new ProcThreadTimes(proc, List.of(PID)).read())
                    .contains(new Reading(child.pid(), child.pid(), "postgres", "postgres", 7_000));
        } finally {
            child.destroy();
        }
    }

    @Test
    void severalProcessesAreDistinguishedByTheirIds() throws IOException {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            thread(PID, PID, "java", "5000 70 3");
            thread(other.pid(), other.pid(), "java", "7000 70 3");

            assertThat(new ProcThreadTimes(proc, List.of(PID, other.pid())).read())
                    .extracting(Reading::process)
                    .containsExactly("java " + PID, "java " + other.pid());
        } finally {
            other.destroy();
        }
    }

    @Test
    void aProcessThatEndsFailsTheTrial() throws IOException {
        Process ended = new ProcessBuilder("true").start();
        ended.onExit().join();

        assertThat(ProcThreadTimes.isReadable(ended.pid())).isFalse();
        assertThatThrownBy(() -> new ProcThreadTimes(List.of(ended.pid())).read())
                .isInstanceOf(SetupFailed.class)
                .hasMessageContaining("ended during the trial");
    }

    private void thread(long pid, long tid, String name, String schedstat) throws IOException {
        Path task = Files.createDirectories(proc.resolve(pid + "/task/" + tid));
        Files.writeString(task.resolve("schedstat"), schedstat + "\n");
        Files.writeString(task.resolve("comm"), name + "\n");
        if (pid == tid) {
            Files.writeString(proc.resolve(pid + "/comm"), name + "\n");
        }
    }

    private static void work(long nanos) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + nanos;
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }
}
