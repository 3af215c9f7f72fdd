package stockledger.command.reservation;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand;
import stockledger.command.stock.StockCommand.AllocateUnits;
import stockledger.command.stock.StockCommand.CancelUnits;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.ShipUnits;
import stockledger.events.Sku;
import stockledger.events.stock.ReleaseCause;

/** How the stock of each line follows where its reservation stands. Every command here may be repeated. */
final class Following {

    private Following() {}

    static List<StockCommand> of(ReservationState state) {
        Function<Sku, StockCommand> command = commandFor(state);
        return command == null
                ? List.of()
                : state.lines().stream().map(line -> command.apply(line.sku())).toList();
    }

    private static @Nullable Function<Sku, StockCommand> commandFor(ReservationState state) {
        return switch (state.status()) {
            case HELD -> null;
            case CONFIRMED -> sku -> new AllocateUnits(sku, state.id(), state.attempt());
            case SHIPPED -> sku -> new ShipUnits(sku, state.id(), state.attempt());
            case CANCELLED -> sku -> new CancelUnits(sku, state.id(), state.attempt());
            case RELEASED -> sku -> release(state, sku, ReleaseCause.RELEASED);
            case EXPIRED -> sku -> release(state, sku, ReleaseCause.EXPIRED);
            case ABANDONED -> sku -> release(state, sku, ReleaseCause.ABANDONED);
        };
    }

    private static StockCommand release(ReservationState state, Sku sku, ReleaseCause cause) {
        return new ReleaseUnits(sku, state.id(), state.attempt(), cause);
    }
}
