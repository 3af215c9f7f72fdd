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

/** Two commands on two streams that are decided together leave both their events or none. */
class BothOrNeitherTest {

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
    void theSecondIsMadeFromTheAnswerToTheFirstAndStoredWithIt() {
        Commands.Both<Long, Long> both =
                commands.sendBoth(receive("FIRST", 7), (Outcome<Long> heard) -> receive("SECOND", heard.answer() + 1));

        assertThat(both.first().answer()).isEqualTo(7);
        assertThat(both.second().answer()).isEqualTo(8);
        assertThat(transactionsOf("stock:FIRST", "stock:SECOND")).isOne();
    }

    @Test
    void aRefusalOfTheSecondTakesBackTheFirst() {
        commands.<Long>send(receive("SPOILT", 5));

        assertThatThrownBy(() ->
                        commands.sendBoth(receive("SPOILT", 1), (Outcome<Long> heard) -> take("NOTHING-THERE", 1)))
                .isInstanceOf(InsufficientStock.class);

        assertThat(shop.stream("stock:SPOILT")).hasSize(1);
        assertThat(shop.stream("stock:NOTHING-THERE")).isEmpty();
        assertThat(commands.<Long>send(receive("SPOILT", 1)).answer())
                .as("nothing of it is remembered either")
                .isEqualTo(6);
    }

    @Test
    void aRefusalOfTheFirstLeavesTheSecondUnasked() {
        assertThatThrownBy(() -> commands.sendBoth(take("EMPTY", 1), (Outcome<Long> heard) -> receive("UNASKED", 1)))
                .isInstanceOf(InsufficientStock.class);

        assertThat(shop.stream("stock:UNASKED")).isEmpty();
    }

    @Test
    void aStreamThatIsThereAllTheSameIsDecidedOnAsItIs() {
        Commands other = shop.instance(1).getBean(Commands.class);
        other.<Long>send(receive("THERE", 40));

        assertThat(commands.<Long>sendFirst(receive("THERE", 2)).answer()).isEqualTo(42);

        other.<Long>send(receive("THERE-TOO", 40));
        Commands.Both<Long, Long> both =
                commands.sendBoth(receive("BESIDE", 1), (Outcome<Long> heard) -> receive("THERE-TOO", 2));
        assertThat(both.second().answer()).isEqualTo(42);
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
