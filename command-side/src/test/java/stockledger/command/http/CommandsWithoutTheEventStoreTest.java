package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** While the event store is unavailable every command is answered 503 and has no effect. */
class CommandsWithoutTheEventStoreTest {

    private static final String RECEIPTS = "/v1/inventory/MUG-1/receipts";
    private static final String RECEIPT = "{\"locationId\":\"MAIN\",\"quantity\":7}";
    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = RunningCommandSide.withOwnPostgres(1, "--stockledger.event-store.jdbc.connection-timeout=250ms");
        commandSide.stocked("MAIN", 10, "MUG-1");
        for (String cart : new String[] {"cart-1", "cart-2"}) {
            commandSide.post(
                    "/v1/reservations",
                    "{\"id\":\"%s\",\"lines\":[{\"sku\":\"MUG-1\",\"quantity\":1}]}".formatted(cart));
        }
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void commandsAreRefusedUntilTheStoreReturnsAndAgainWhenItIsLost() {
        long before = commandSide.events();
        commandSide.allowConnections(false);
        CommandExample.ALL.forEach(CommandsWithoutTheEventStoreTest::isUnavailable);
        commandSide.allowConnections(true);

        await().ignoreExceptions()
                .until(() -> commandSide.post(RECEIPTS, RECEIPT).status() == 201);
        assertThat(commandSide.events()).as("refused commands have no effect").isEqualTo(before + 1);
        Answer next = commandSide.post(RECEIPTS, RECEIPT);
        assertThat(next.body().path("onHand").asLong()).isEqualTo(10 + 7 + 7);
        assertThat(next.body().path("version").asLong()).isEqualTo(4);

        commandSide.stopPostgres();
        isUnavailable(CommandExample.ALL.get(0));
    }

    private static void isUnavailable(CommandExample command) {
        RawHttp.Reply reply = new RawHttp(commandSide.port(0))
                .send(
                        command.method(),
                        command.path(),
                        CommandHarness.utf8(command.body()),
                        "Content-Type: " + command.type());
        assertThat(reply.status()).as(command.endpoint() + " " + reply.body()).isEqualTo(503);
        assertThat(CommandHarness.problem(reply).path("code").asString()).isEqualTo("unavailable");
        assertThat(reply.header("retry-after")).matches("[1-9][0-9]*");
    }
}
