package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.Returned;
import stockledger.command.stock.StockCommand.TakeBackUnits;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReturnedLine;

/**
 * A return that a reservation decided, and that the stock of its SKUs follows.
 *
 * <p>How it is followed once and no more: the reservation numbers its returns, and says of each line up to which event of
 * the SKU's stock nobody can have followed it, since it was not decided then. The stock remembers the newest returns that
 * it followed and up to which event it has forgotten others, so it can tell a new one from a repeated one unless very
 * many came between; then {@link StockFollowUp} looks into the stream, from that event on. Neither the reservation nor the
 * stock keeps more than it needs for its newest returns; the upkeep's note of a return goes when all stock has followed.
 */
record ReturnMade(
        int number, List<ReturnedLine> lines, @Nullable String reference) {

    static ReturnMade of(ReservationReturned event) {
        return new ReturnMade(event.number(), event.lines(), event.reference());
    }

    /** One for each SKU. */
    List<TakeBackUnits> following(ReservationId id) {
        Map<Sku, List<ReturnedLine>> bySku = new LinkedHashMap<>();
        lines.forEach(line ->
                bySku.computeIfAbsent(line.sku(), sku -> new ArrayList<>()).add(line));
        return bySku.entrySet().stream()
                .map(entry -> new TakeBackUnits(
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

    /** What is left to follow once a SKU's stock has; null when nothing is. */
    @Nullable
    ReturnMade without(Sku sku) {
        List<ReturnedLine> rest =
                lines.stream().filter(line -> !line.sku().equals(sku)).toList();
        return rest.isEmpty() ? null : new ReturnMade(number, rest, reference);
    }
}
