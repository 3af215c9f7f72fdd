package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import stockledger.command.RunningCommandSide;

/** The upkeep lets go of what it reads when an instance ends, and does not wait for a MongoDB that is gone. */
class AnInstanceEndsWithoutMongoTest {

    @Test
    @Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void itEndsAllTheSame() {
        try (RunningCommandSide shop = new RunningCommandSide(1)) {
            shop.stocked("main", 1, "MUG");
            ConfigurableApplicationContext instance = shop.instance(0);
            shop.loseMongo();

            instance.close();

            assertThat(instance.isActive()).isFalse();
        }
    }
}
