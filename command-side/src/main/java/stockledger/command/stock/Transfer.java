package stockledger.command.stock;

import stockledger.command.stock.StockCommand.ReceiveTransfer;
import stockledger.command.stock.StockCommand.SendTransfer;
import stockledger.events.LocationId;
import stockledger.events.TransferId;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;

/**
 * Units sent from one location to another.
 *
 * @param received units received so far
 * @param inTransit units that neither arrived nor are lost; 0 when the transfer is over
 */
record Transfer(TransferId id, LocationId from, LocationId to, long sent, long received, long inTransit) {

    static Transfer of(TransferSent event) {
        return sent(event.transferId(), event.from(), event.to(), event.quantity());
    }

    /** A transfer of which nothing was received. */
    static Transfer sent(TransferId id, LocationId from, LocationId to, long units) {
        return new Transfer(id, from, to, units, 0, units);
    }

    /** Whether the command would send this same transfer. */
    boolean matches(SendTransfer command) {
        return from.equals(command.from()) && to.equals(command.to()) && sent == command.quantity();
    }

    /** The event of a command that receives units, or states that the rest is lost. */
    TransferReceived receive(ReceiveTransfer command) {
        long units = command.quantity() == null ? inTransit : command.quantity();
        long rest = command.isLast() ? 0 : Math.max(0, inTransit - units);
        return new TransferReceived(command.sku(), id, to, inTransit, units, rest == 0 ? null : (Long) rest);
    }

    /** Whether the command contradicts what is recorded of a transfer that is over. */
    boolean isContradictedBy(ReceiveTransfer command) {
        return isOver() && (command.quantity() == null ? !command.isLast() && lost() > 0 : command.quantity() > 0);
    }

    Transfer with(TransferReceived event) {
        return new Transfer(id, from, to, sent, received + event.received(), event.inTransit());
    }

    boolean isOver() {
        return inTransit == 0;
    }

    long lost() {
        return isOver() ? Math.max(0, sent - received) : 0;
    }

    long overReceived() {
        return Math.max(0, received - sent);
    }
}
