package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockAggregate;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.events.LocationId;
import stockledger.events.Sku;

/** A command whose caller waits no longer is not executed, or it is said that it may be. */
class ACommandIsWithdrawnAtItsDeadlineTest {

    private final InMemoryDispatch dispatch = new InMemoryDispatch(List.of(StockAggregate.aggregate()));
    private final CountDownLatch executing = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        dispatch.close();
    }

    private void standStill() {
        dispatch.interceptCommands(command -> {
            executing.countDown();
            await(released);
            return command;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Outcome<Object> sendUntil(Duration deadline) {
        return new RequestContext("anna", "request")
                .withDeadline(Deadline.in(deadline))
                .during(() -> dispatch.commands().send(receive(2)));
    }

    @Test
    void aQueuedCommandIsNeverExecuted() {
        standStill();
        CompletableFuture<Outcome<Object>> first = dispatch.commands().submit(receive(1));
        await(executing);
        assertThatThrownBy(() -> sendUntil(Duration.ofMillis(50))).isInstanceOf(CommandBusy.class);
        dispatch.interceptCommands(UnaryOperator.identity());
        released.countDown();
        first.join();

        assertThat(dispatch.commands().send(receive(4)).version())
                .as("the first and this one")
                .isEqualTo(1);
    }

    @Test
    void anExecutedCommandMayBeStored() {
        standStill();
        assertThatThrownBy(() -> sendUntil(Duration.ofSeconds(2))).isInstanceOf(DeadlinePassed.class);
        dispatch.interceptCommands(UnaryOperator.identity());
        released.countDown();

        assertThat(dispatch.commands().send(receive(4)).version()).isEqualTo(1);
    }

    @Test
    void aCommandThatIsAnsweredInTimeIsNotAffected() {
        assertThat(sendUntil(Duration.ofMinutes(1)).version()).isZero();
    }

    private static ReceiveStock receive(int quantity) {
        return new ReceiveStock(new Sku("MUG"), new LocationId("MAIN"), quantity, null);
    }
}
