package stockledger.command.async;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.command.JobClient;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** A command that is executed later is of the time of its acceptance: what was acknowledged in between came after it. */
class CommandsAreOfTheirAcceptanceTest {

    /** The first instance accepts only; a second one executes. */
    private final RunningCommandSide commandSide = new RunningCommandSide(1, "--stockledger.bulk.async-workers=0");

    @BeforeEach
    void stock() {
        commandSide.stocked("MAIN", 10, "COUNTED", "ARRIVED", "LOST");
    }

    @AfterEach
    void close() {
        commandSide.close();
    }

    @Test
    void countsReceiptsAndAdjustments() {
        String counted = accepted("/v1/inventory/COUNTED/counts", "{\"locationId\":\"MAIN\",\"counted\":10}");
        assertThat(receive("COUNTED", 5)).isEqualTo(15);
        String arrived = accepted("/v1/inventory/ARRIVED/receipts", "{\"locationId\":\"MAIN\",\"quantity\":5}");
        assertThat(count("ARRIVED", 15)).isEqualTo(15);
        String lost = accepted(
                "/v1/inventory/LOST/adjustments", "{\"locationId\":\"MAIN\",\"delta\":-3,\"reason\":\"shrinkage\"}");
        assertThat(count("LOST", 7)).isEqualTo(7);

        commandSide.start();
        JobClient jobs = new JobClient(commandSide);
        jobs.awaitEnd(counted);
        jobs.awaitEnd(arrived);
        jobs.awaitEnd(lost);

        assertThat(receive("COUNTED", 1)).as("the receipt is not in the count").isEqualTo(16);
        assertThat(receive("ARRIVED", 1)).as("the count contained the receipt").isEqualTo(16);
        assertThat(receive("LOST", 1)).as("the count contained the loss").isEqualTo(8);
    }

    private String accepted(String path, String body) {
        return JobClient.idOf(commandSide.send(0, "POST", path, "application/json", body, "Prefer", "respond-async"));
    }

    private long receive(String sku, int quantity) {
        return onHand(commandSide.post(
                "/v1/inventory/" + sku + "/receipts", "{\"locationId\":\"MAIN\",\"quantity\":" + quantity + "}"));
    }

    private long count(String sku, int units) {
        return onHand(commandSide.post(
                "/v1/inventory/" + sku + "/counts", "{\"locationId\":\"MAIN\",\"counted\":" + units + "}"));
    }

    private static long onHand(Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.body().path("onHand").asLong();
    }
}
