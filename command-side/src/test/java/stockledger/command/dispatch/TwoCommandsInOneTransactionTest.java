package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.stock.AdjustmentReason;

/** Two commands on two streams are stored in one transaction, or neither is. */
class TwoCommandsInOneTransactionTest {

    private static final LocationId MAIN = new LocationId("MAIN");

    private static RunningCommandSide shop;
    private static Commands commands;

    @BeforeAll
    static void open() {
        shop = new RunningCommandSide(2);
        commands = shop.instance(0).getBean(Commands.class);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void theSecondIsMadeFromTheResultOfTheFirst() {
        commands.sendBoth(receive("FIRST", 7), (Outcome<Object> first) -> receive("SECOND", first.version() + 8));

        assertThat(shop.stream("stock:FIRST").get(0).payload().path("quantity").asLong())
                .isEqualTo(7);
        assertThat(shop.stream("stock:SECOND").get(0).payload().path("quantity").asLong())
                .isEqualTo(8);
        assertThat(transactionsOf("stock:FIRST", "stock:SECOND")).isOne();
    }

    @Test
    void aRefusalOfTheSecondRollsBackTheFirst() {
        commands.send(receive("SPOILT", 5));

        assertThatThrownBy(() ->
                        commands.sendBoth(receive("SPOILT", 1), (Outcome<Object> first) -> take("NOTHING-THERE", 1)))
                .isInstanceOf(InsufficientStock.class);

        assertThat(shop.stream("stock:SPOILT")).hasSize(1);
        assertThat(shop.stream("stock:NOTHING-THERE")).isEmpty();
        assertThat(commands.send(receive("SPOILT", 1)).version())
                .as("the cached aggregate is rolled back too")
                .isOne();
    }

    @Test
    void aRefusalOfTheFirstSkipsTheSecond() {
        assertThatThrownBy(() -> commands.sendBoth(take("EMPTY", 1), (Outcome<Object> first) -> receive("SKIPPED", 1)))
                .isInstanceOf(InsufficientStock.class);

        assertThat(shop.stream("stock:SKIPPED")).isEmpty();
    }

    @Test
    void anExistingStreamIsReadOnRetry() {
        Commands other = shop.instance(1).getBean(Commands.class);
        other.send(receive("THERE", 40));

        assertThat(commands.sendFirst(receive("THERE", 2)).version()).isOne();

        other.send(receive("THERE-TOO", 40));
        Commands.Both<Object, Object> both =
                commands.sendBoth(receive("BESIDE", 1), (Outcome<Object> first) -> receive("THERE-TOO", 2));
        assertThat(both.second().version()).isOne();
        assertThat(shop.stream("stock:BESIDE")).hasSize(1);
    }

    private static long transactionsOf(String one, String other) {
        return shop.read(
                        "SELECT count(DISTINCT xmin::text) FROM DomainEventEntry WHERE aggregateIdentifier IN (?, ?)",
                        row -> row.getLong(1),
                        one,
                        other)
                .get(0);
    }

    private static ReceiveStock receive(String sku, long quantity) {
        return new ReceiveStock(new Sku(sku), MAIN, quantity, null);
    }

    private static AdjustStock take(String sku, long quantity) {
        return new AdjustStock(new Sku(sku), MAIN, -quantity, AdjustmentReason.DAMAGED, null);
    }
}
