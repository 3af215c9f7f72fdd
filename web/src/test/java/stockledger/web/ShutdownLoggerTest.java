package stockledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

/** The log of a process has its stop as the first entry of the shutdown, and its end as the last. */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownLoggerTest {

    @Test
    void beginAndEndOfTheShutdownAreLogged(CapturedOutput output) {
        StringBuilder seen = new StringBuilder();
        GenericApplicationContext process = new GenericApplicationContext();
        new ShutdownLogger().initialize(process);
        process.refresh();
        process.getDefaultListableBeanFactory().registerDisposableBean("ending", () -> seen.append(output.getAll()));
        GenericApplicationContext within = new GenericApplicationContext(process);
        within.refresh();

        within.close();
        assertThat(output.getAll()).doesNotContain("stopping");
        process.close();

        assertThat(seen.toString()).contains("stopping: requests in flight are answered first");
        assertThat(seen.toString()).doesNotContain("stopped");
        assertThat(output.getAll()).containsOnlyOnce("stopping").containsOnlyOnce("stopped");
    }
}
