package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import stockledger.command.Concurrently;
import stockledger.command.stock.StockAggregate;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.events.LocationId;
import stockledger.events.Sku;

/** A command that is sent while the partitions close is executed or refused. */
class CommandsSentWhileClosingAreAnsweredTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int SENDERS = 3;
    private static final int COMMANDS = 200;

    @RepeatedTest(20)
    void eachCommandCompletes() {
        InMemoryDispatch dispatch = new InMemoryDispatch(List.of(StockAggregate.aggregate()));
        Commands commands = dispatch.commands();

        List<List<CompletableFuture<Boolean>>> sent = Concurrently.times(SENDERS + 1, index -> {
            if (index < SENDERS) {
                return send(commands);
            }
            dispatch.close();
            return List.of();
        });

        assertThat(sent.stream().flatMap(List::stream))
                .hasSize(SENDERS * COMMANDS)
                .allSatisfy(completed -> assertThat(completed).succeedsWithin(TIMEOUT));
    }

    private static List<CompletableFuture<Boolean>> send(Commands commands) {
        List<CompletableFuture<Boolean>> sent = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            sent.add(commands.submit(new ReceiveStock(new Sku("S-" + i), new LocationId("MAIN"), 1, null))
                    .handle((outcome, refusal) -> true));
        }
        return sent;
    }
}
