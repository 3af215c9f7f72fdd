package stockledger.command.stock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsSetAside;

/**
 * The answer to a stock command. Its members are part of stored snapshots, as answers to repeated requests.
 *
 * @param onHand units at the location after it
 * @param unavailable units there that are not sellable, after it
 * @param delta units by which on hand changed
 * @param countedAt the time of a count, or of the count that contained a movement already; null for others
 * @param transfer the transfer sent or received; null for others
 * @param delivery the delivery announced or cancelled; null for others
 */
record StockAnswer(
        long onHand,
        long unavailable,
        long delta,
        @Nullable Instant countedAt,
        @Nullable Transfer transfer,
        @Nullable Delivery delivery) {

    /** The answer after on hand at a location changed by {@code delta}. */
    static StockAnswer of(StockLevel level, long delta) {
        return new StockAnswer(level.onHand(), level.unavailable(), delta, null, null, null);
    }

    /** The answer to the command that caused an event, from the state after it; null for commands answered otherwise. */
    static @Nullable StockAnswer to(Object event, StockLevels levels, Transfers transfers, Incoming incoming) {
        if (event instanceof StockReceived is) {
            return of(levels.at(is.locationId()), is.onHandChange()).taken(is.countedAt());
        } else if (event instanceof StockAdjusted is) {
            return of(levels.at(is.locationId()), is.onHandChange()).taken(is.countedAt());
        } else if (event instanceof UnitsSetAside is) {
            return of(levels.at(is.locationId()), 0);
        } else if (event instanceof UnitsPutBack is) {
            return of(levels.at(is.locationId()), 0);
        } else if (event instanceof StockCounted is) {
            return of(levels.at(is.locationId()), is.delta()).taken(is.countedAt());
        } else if (event instanceof TransferSent is) {
            return of(levels.at(is.from()), -is.quantity()).withTransfer(transfers.find(is.transferId()));
        } else if (event instanceof TransferReceived is) {
            return of(levels.at(is.to()), is.received()).withTransfer(transfers.find(is.transferId()));
        } else if (event instanceof IncomingAnnounced is) {
            return of(levels.at(is.locationId()), 0).withDelivery(incoming.find(is.incomingId()));
        } else if (event instanceof IncomingCancelled is) {
            return of(levels.at(is.locationId()), 0).withDelivery(incoming.find(is.incomingId()));
        } else if (event instanceof StockPolicySet) {
            return new StockAnswer(0, 0, 0, null, null, null);
        }
        return null;
    }

    private StockAnswer taken(@Nullable Instant at) {
        return new StockAnswer(onHand, unavailable, delta, at, transfer, delivery);
    }

    StockAnswer withTransfer(@Nullable Transfer moved) {
        return new StockAnswer(onHand, unavailable, delta, countedAt, moved, delivery);
    }

    StockAnswer withDelivery(@Nullable Delivery expected) {
        return new StockAnswer(onHand, unavailable, delta, countedAt, transfer, expected);
    }
}
