package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.BookReturn;
import stockledger.command.stock.StockCommand.Returned;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReturnedLine;

/**
 * A return that a reservation decided and that the stock of its SKUs books.
 *
 * <p>Stock books it exactly once: the reservation numbers its returns and records with each line the version of the SKU's
 * stock at the decision. The stock keeps its latest booked returns; when a return may have been dropped from them,
 * {@link StockFollowUp} searches the stock's stream from that version. Members are part of stored snapshots.
 */
public record DecidedReturn(
        int number, List<ReturnedLine> lines, @Nullable String reference) {

    public static DecidedReturn of(ReservationReturned event) {
        return new DecidedReturn(event.number(), event.lines(), event.reference());
    }

    /** The commands that book it, one per SKU. */
    public List<BookReturn> commands(ReservationId id) {
        Map<Sku, List<ReturnedLine>> bySku = new LinkedHashMap<>();
        lines.forEach(line ->
                bySku.computeIfAbsent(line.sku(), sku -> new ArrayList<>()).add(line));
        return bySku.entrySet().stream()
                .map(entry -> new BookReturn(
                        entry.getKey(),
                        id,
                        number,
                        entry.getValue().stream()
                                .map(line -> new Returned(line.allocations(), line.condition()))
                                .toList(),
                        reference,
                        entry.getValue().get(0).stockVersion()))
                .toList();
    }

    /** The return without the lines of a SKU that booked them; null when none is left. */
    public @Nullable DecidedReturn without(Sku sku) {
        List<ReturnedLine> rest =
                lines.stream().filter(line -> !line.sku().equals(sku)).toList();
        return rest.isEmpty() ? null : new DecidedReturn(number, rest, reference);
    }
}
