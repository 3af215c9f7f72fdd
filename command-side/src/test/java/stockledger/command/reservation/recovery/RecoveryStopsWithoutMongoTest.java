package stockledger.command.reservation.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import stockledger.command.RunningCommandSide;

/** Recovery releases its segments at shutdown, and does not wait for an unreachable MongoDB. */
class RecoveryStopsWithoutMongoTest {

    @Test
    @Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theInstanceStops() {
        try (RunningCommandSide commandSide = new RunningCommandSide(1)) {
            commandSide.stocked("main", 1, "MUG");
            ConfigurableApplicationContext instance = commandSide.instance(0);
            commandSide.stopMongo();

            instance.close();

            assertThat(instance.isActive()).isFalse();
        }
    }
}
