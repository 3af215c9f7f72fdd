package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
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

/** Commands that are queued while a batch is stored are executed in order and stored in one transaction. */
class GroupCommitTest {

    private static final LocationId MAIN = new LocationId("MAIN");

    private static RunningCommandSide commandSide;
    private static Commands commands;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1);
        commands = commandSide.instance(0).getBean(Commands.class);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    /** A command without a handler. */
    record UnhandledCommand(@TargetAggregateIdentifier String stream) {}

    @Test
    void manyReceiptsOfOneSkuTakeFewTransactionsAndKeepTheirOrder() {
        List<CompletableFuture<Outcome<Object>>> sent = IntStream.range(0, 300)
                .mapToObj(i -> commands.<Object>submit(receive("HOT", 1)))
                .toList();

        assertThat(sent.stream().map(one -> one.join().answer()))
                .extracting("onHand")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 300).boxed().toList());
        assertThat(sent.stream().map(one -> one.join().version()))
                .containsExactlyElementsOf(LongStream.range(0, 300).boxed().toList());
        assertThat(transactionsOf("stock:HOT")).isLessThan(200);
    }

    @Test
    void aRefusalHasNoEffectOnTheOthers() {
        List<CompletableFuture<Outcome<Object>>> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sent.add(commands.submit(i % 2 == 0 ? receive("MIXED", 1) : take("MIXED", 1000)));
        }

        for (int i = 0; i < 60; i++) {
            CompletableFuture<Outcome<Object>> one = sent.get(i);
            if (i % 2 == 0) {
                assertThat(one.join().answer()).extracting("onHand").isEqualTo(i / 2 + 1L);
            } else {
                assertThat(refusalOf(one)).isInstanceOf(InsufficientStock.class);
            }
        }
        assertThat(commandSide.stream("stock:MIXED")).hasSize(30);
    }

    @Test
    void aFailingCommandFailsAlone() {
        List<CompletableFuture<Outcome<Object>>> sent = new ArrayList<>();
        CompletableFuture<Outcome<Object>> unknown = null;
        for (int i = 0; i < 40; i++) {
            sent.add(commands.submit(receive("SPARED", 1)));
            if (i == 20) {
                unknown = commands.submit(new UnhandledCommand("stock:SPARED"));
            }
        }

        assertThat(sent.stream().map(one -> one.join().answer()))
                .extracting("onHand")
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
        assertThat(refusalOf(unknown)).isNotInstanceOf(Refusal.class);
        assertThat(commandSide.stream("stock:SPARED")).hasSize(40);
    }

    @Test
    void aSingleCommandHasItsOwnTransaction() {
        assertThat(commands.send(receive("ALONE", 5)).answer())
                .extracting("onHand")
                .isEqualTo(5L);
        assertThat(commands.send(receive("ALONE", 5)).answer())
                .extracting("onHand")
                .isEqualTo(10L);
        assertThat(transactionsOf("stock:ALONE")).isEqualTo(2);
    }

    private static Throwable refusalOf(CompletableFuture<?> one) {
        try {
            one.join();
            throw new AssertionError("it was executed");
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    /** xmin is the transaction that inserted a row. */
    private static long transactionsOf(String stream) {
        return commandSide
                .read(
                        "SELECT count(DISTINCT xmin::text) FROM DomainEventEntry WHERE aggregateIdentifier = ?",
                        row -> row.getLong(1),
                        stream)
                .get(0);
    }

    private static ReceiveStock receive(String sku, long quantity) {
        return new ReceiveStock(new Sku(sku), MAIN, quantity, null);
    }

    private static AdjustStock take(String sku, long quantity) {
        return new AdjustStock(new Sku(sku), MAIN, -quantity, AdjustmentReason.DAMAGED, null);
    }
}
