package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.command.stock.StockAggregate;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.events.LocationId;
import stockledger.events.Sku;

/** When it is unknown whether a commit was stored, its commands fail; executed again, they could be stored twice. */
class AFailedCommitIsNotRepeatedTest {

    private static final int COMMANDS = 5;

    @Test
    void theCommandsOfABatchFailTogetherAndAreStoredOnce() {
        EventStoreException lost = new EventStoreException("not answered", new SQLException("reset", "08006"));
        try (InMemoryDispatch dispatch = new InMemoryDispatch(List.of(StockAggregate.aggregate()))) {
            List<CompletableFuture<Outcome<Object>>> sent = oneBatch(dispatch, lost);

            assertThat(sent)
                    .allSatisfy(one -> assertThatThrownBy(one::join)
                            .isInstanceOf(CompletionException.class)
                            .hasCause(lost));
            assertThat(dispatch.events()).hasSize(COMMANDS + 1);
            assertThat(dispatch.commands().send(receive()).version())
                    .as("the cached aggregate is dropped, and read again with the stored events")
                    .isEqualTo(COMMANDS + 1L);
        }
    }

    /** The commands, queued while an earlier one is executed; the commit after that fails. */
    private static List<CompletableFuture<Outcome<Object>>> oneBatch(
            InMemoryDispatch dispatch, RuntimeException failure) {
        CountDownLatch executing = new CountDownLatch(1);
        CountDownLatch queued = new CountDownLatch(1);
        dispatch.interceptCommands(command -> {
            executing.countDown();
            await(queued);
            return command;
        });
        Commands commands = dispatch.commands();
        CompletableFuture<Outcome<Object>> first = commands.submit(receive());
        await(executing);
        List<CompletableFuture<Outcome<Object>>> sent = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            sent.add(commands.submit(receive()));
        }
        // The first command is stored, then the batch of all others.
        CompletableFuture<Void> prepared = first.thenRun(() -> {});
        dispatch.interceptCommands(UnaryOperator.identity());
        dispatch.failCommitOfAppend(failure, 2);
        queued.countDown();
        prepared.join();
        return sent;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ReceiveStock receive() {
        return new ReceiveStock(new Sku("MUG"), new LocationId("MAIN"), 1, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"57014", "53100", "22021"})
    void anErrorThatPostgresAnsweredStoredNothing(String state) {
        RuntimeException refused = new EventStoreException("refused", new SQLException("refused", state));

        assertThat(OutcomeUnknown.unlessNothingIsStored(refused)).isSameAs(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08003", "57P01", "57P02"})
    void afterALostConnectionTheOutcomeIsUnknown(String state) {
        RuntimeException lost = new EventStoreException("lost", new SQLException("lost", state));

        assertThat(OutcomeUnknown.unlessNothingIsStored(lost)).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void anEventThatCannotBeSerializedIsNotStored() {
        RuntimeException invalid = new SerializationException("invalid");

        assertThat(OutcomeUnknown.unlessNothingIsStored(invalid)).isSameAs(invalid);
    }
}
