package stockledger.trials.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import stockledger.trials.client.SetupFailed;

/** The processor time of a process is read from Linux. */
@EnabledOnOs(OS.LINUX)
class ProcThreadTimesTest {

    private static final long PID = ProcessHandle.current().pid();

    @Test
    void theReadingsOfThisProcessGrowWithItsWork() throws IOException {
        long workNanos = 200_000_000;

        CpuMeter.Used used = new CpuMeter(new ProcThreadTimes(List.of(PID))).measure(() -> work(workNanos));

        double millis =
                used.millis().values().stream().mapToDouble(Double::doubleValue).sum();
        assertThat(millis).isGreaterThanOrEqualTo(0.9 * workNanos / 1e6);
        assertThat(used.seconds()).isGreaterThanOrEqualTo(0.2);
    }

    @Test
    void childProcessesAreRead() throws IOException {
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(new ProcThreadTimes(List.of(PID)).read())
                    .anySatisfy(reading -> {
                        assertThat(reading.pid()).isEqualTo(child.pid());
                        assertThat(reading.process()).isNotEmpty();
                    })
                    .anySatisfy(reading -> assertThat(reading.pid()).isEqualTo(PID));
        } finally {
            child.destroy();
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

    private static void work(long nanos) {
        var threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + nanos;
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }
}
