package stockledger.command.stock;

import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.SendTransfer;
import stockledger.events.LocationId;
import stockledger.events.TransferId;
import stockledger.events.stock.StockEvent.TransferSent;

/**
 * Units sent from one location to another.
 *
 * @param received units received; null while in transit
 */
record Transfer(
        TransferId id,
        LocationId from,
        LocationId to,
        long sent,
        @Nullable Long received) {

    static Transfer of(TransferSent event) {
        return new Transfer(event.transferId(), event.from(), event.to(), event.quantity(), null);
    }

    /** Whether the command would send this same transfer. */
    boolean matches(SendTransfer command) {
        return from.equals(command.from()) && to.equals(command.to()) && sent == command.quantity();
    }

    Transfer withReceived(long units) {
        return new Transfer(id, from, to, sent, units);
    }

    long lost() {
        return received == null ? 0 : Math.max(0, sent - received);
    }

    long overReceived() {
        return received == null ? 0 : Math.max(0, received - sent);
    }
}
