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

    private static RunningCommandSide commandSide;
    private static Commands commands;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(2);
        commands = commandSide.instance(0).getBean(Commands.class);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void theSecondIsMadeFromTheResultOfTheFirst() {
        commands.sendInOneTransaction(
                receive("FIRST", 7), (Outcome<Object> first) -> receive("SECOND", first.version() + 8));

        assertThat(commandSide.stream("stock:FIRST")
                        .get(0)
                        .payload()
                        .path("quantity")
                        .asLong())
                .isEqualTo(7);
        assertThat(commandSide.stream("stock:SECOND")
                        .get(0)
                        .payload()
                        .path("quantity")
                        .asLong())
                .isEqualTo(8);
        assertThat(transactionsOf("stock:FIRST", "stock:SECOND")).isOne();
    }

    @Test
    void aRefusalOfTheSecondRollsBackTheFirst() {
        commands.send(receive("ROLLED-BACK", 5));

        assertThatThrownBy(() -> commands.sendInOneTransaction(
                        receive("ROLLED-BACK", 1), (Outcome<Object> first) -> take("WITHOUT-STOCK", 1)))
                .isInstanceOf(InsufficientStock.class);

        assertThat(commandSide.stream("stock:ROLLED-BACK")).hasSize(1);
        assertThat(commandSide.stream("stock:WITHOUT-STOCK")).isEmpty();
        assertThat(commands.send(receive("ROLLED-BACK", 1)).version())
                .as("the cached aggregate is rolled back too")
                .isOne();
    }

    @Test
    void aRefusalOfTheFirstSkipsTheSecond() {
        assertThatThrownBy(() -> commands.sendInOneTransaction(
                        take("EMPTY", 1), (Outcome<Object> first) -> receive("SKIPPED", 1)))
                .isInstanceOf(InsufficientStock.class);

        assertThat(commandSide.stream("stock:SKIPPED")).isEmpty();
    }

    @Test
    void aStreamAssumedNewButExistingIsReadOnTheRetry() {
        Commands other = commandSide.instance(1).getBean(Commands.class);
        other.send(receive("EXISTING-1", 40));

        assertThat(commands.sendToNewStream(receive("EXISTING-1", 2)).version()).isOne();

        other.send(receive("EXISTING-2", 40));
        Commands.TwoOutcomes<Object, Object> both = commands.sendInOneTransaction(
                receive("FIRST-OF-TWO", 1), (Outcome<Object> first) -> receive("EXISTING-2", 2));
        assertThat(both.second().version()).isOne();
        assertThat(commandSide.stream("stock:FIRST-OF-TWO")).hasSize(1);
    }

    private static long transactionsOf(String one, String other) {
        return commandSide
                .read(
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
