package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;

/** Commands are measured by type and outcome; requests that are no commands are counted as problems. */
class CommandsAreMeasuredTest {

    private static final String RECEIPT = "{\"locationId\":\"MAIN\",\"quantity\":1}";

    private static RunningCommandSide commandSide;
    private static MeterRegistry registry;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1);
        commandSide.stocked("MAIN", 10, "A");
        registry = commandSide.instance(0).getBean(MeterRegistry.class);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    private static long commands(String type, String outcome) {
        Timer timer = registry.find("stockledger.commands")
                .tags("type", type, "outcome", outcome)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    private static double problems(String code) {
        return registry.counter("stockledger.problems", "side", "command", "code", code)
                .count();
    }

    @Test
    void byTypeAndOutcome() {
        long before = commands("ReceiveStock", "stored");
        String path = "/v1/inventory/A/receipts";
        for (int i = 0; i < 2; i++) {
            assertThat(commandSide
                            .send(0, "POST", path, "application/json", RECEIPT, "Idempotency-Key", "k")
                            .status())
                    .isEqualTo(201);
        }
        commandSide.post("/v1/reservations", "{\"lines\":[{\"sku\":\"A\",\"quantity\":1000}]}");
        await().untilAsserted(() -> {
            assertThat(commands("ReceiveStock", "stored") - before).isEqualTo(1);
            assertThat(commands("ReceiveStock", "replayed")).isEqualTo(1);
            assertThat(problems("insufficient-stock")).isEqualTo(1);
        });
    }

    @Test
    void problemsBeforeTheCommandAreCounted() {
        commandSide.post("/v1/products", "{");
        commandSide.post("/v1/nothing", "{}");
        commandSide.post("/v1/products/a%2Fb/discontinue", "{}");
        await().untilAsserted(() -> {
            assertThat(problems("malformed-json")).isEqualTo(1);
            assertThat(problems("not-found")).isEqualTo(1);
            assertThat(problems("bad-request")).isEqualTo(1);
        });
    }

    @Test
    void queueLengthAndBatchSizeAreMeasured() {
        await().until(() -> registry.get("stockledger.dispatch.queued").gauge().value() == 0);
        assertThat(registry.get("stockledger.dispatch.batch.size").summary().count())
                .isPositive();
        assertThat(registry.get("stockledger.dispatch.batch.size").summary().max())
                .isGreaterThanOrEqualTo(1);
    }
}
