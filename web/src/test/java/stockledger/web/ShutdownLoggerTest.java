package stockledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

/** The log of a process has its stop as the first entry of the shutdown, and its end as the last. */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownLoggerTest {

    private final List<Runnable> shutdownHandlers = new ArrayList<>();
    private final GenericApplicationContext process = new GenericApplicationContext();

    @Test
    void beginAndEndOfTheShutdownAreLogged(CapturedOutput output) {
        StringBuilder seen = new StringBuilder();
        new ShutdownLogger(shutdownHandlers::add).initialize(process);
        process.refresh();
        process.getDefaultListableBeanFactory().registerDisposableBean("ending", () -> seen.append(output.getAll()));
        GenericApplicationContext within = new GenericApplicationContext(process);
        within.refresh();

        within.close();
        assertThat(output.getAll()).doesNotContain("stopping");
        process.close();
        assertThat(seen.toString()).contains("stopping: requests in flight are answered first");
        assertThat(output.getAll()).doesNotContain("stopped");
        shutdownHandlers.forEach(Runnable::run);

        assertThat(output.getAll()).containsOnlyOnce("stopping").containsOnlyOnce("stopped");
    }

    @Test
    void aFailedStartIsNotLoggedAsAStop(CapturedOutput output) {
        new ShutdownLogger(shutdownHandlers::add).initialize(process);

        shutdownHandlers.forEach(Runnable::run);

        assertThat(output.getAll()).doesNotContain("stopp");
    }
}
