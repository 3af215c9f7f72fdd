package stockledger.command.stock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsSetAside;

/**
 * What the stock says of a movement, and says again when it is asked again with the same key.
 *
 * @param onHand units at the location after it
 * @param unavailable units there that may not be sold, after it
 * @param delta units by which on hand changed
 * @param countedAt when a count was taken; null for others
 * @param transfer the transfer it is about; null for others
 * @param delivery the delivery it is about; null for others
 */
record StockAnswer(
        long onHand,
        long unavailable,
        long delta,
        @Nullable Instant countedAt,
        @Nullable Transfer transfer,
        @Nullable Delivery delivery) {

    /** Of a level, when so many units more are on hand there. */
    static StockAnswer of(StockLevel level, long delta) {
        return new StockAnswer(level.onHand(), level.unavailable(), delta, null, null, null);
    }

    /** To the command that an event followed from, on the state after it; null when its caller is told something else. */
    static @Nullable StockAnswer to(Object event, StockLevels levels, Transfers transfers, Incoming incoming) {
        if (event instanceof StockReceived is) {
            return of(levels.at(is.locationId()), is.quantity());
        } else if (event instanceof StockAdjusted is) {
            return of(levels.at(is.locationId()), is.delta());
        } else if (event instanceof UnitsSetAside is) {
            return of(levels.at(is.locationId()), 0);
        } else if (event instanceof UnitsPutBack is) {
            return of(levels.at(is.locationId()), 0);
        } else if (event instanceof StockCounted is) {
            return of(levels.at(is.locationId()), is.delta()).taken(is.countedAt());
        } else if (event instanceof TransferSent is) {
            return of(levels.at(is.from()), -is.quantity()).about(transfers.find(is.transferId()));
        } else if (event instanceof TransferReceived is) {
            return of(levels.at(is.to()), is.received()).about(transfers.find(is.transferId()));
        } else if (event instanceof IncomingAnnounced is) {
            return of(levels.at(is.locationId()), 0).about(incoming.find(is.incomingId()));
        } else if (event instanceof IncomingCancelled is) {
            return of(levels.at(is.locationId()), 0).about(incoming.find(is.incomingId()));
        }
        return null;
    }

    private StockAnswer taken(Instant at) {
        return new StockAnswer(onHand, unavailable, delta, at, transfer, delivery);
    }

    StockAnswer about(@Nullable Transfer moved) {
        return new StockAnswer(onHand, unavailable, delta, countedAt, moved, delivery);
    }

    StockAnswer about(@Nullable Delivery expected) {
        return new StockAnswer(onHand, unavailable, delta, countedAt, transfer, expected);
    }
}
