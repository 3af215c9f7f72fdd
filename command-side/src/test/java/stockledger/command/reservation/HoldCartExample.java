package stockledger.command.reservation;

import java.time.Instant;
import java.util.List;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.stock.LocationChoice;

/** The command of the reservation process, with every member set. */
public final class HoldCartExample {

    private HoldCartExample() {}

    public static Object value() {
        LocationId north = new LocationId("north.1");
        return new HoldCart(
                new ReservationId("cart-7"),
                true,
                List.of(new RequestedLine(
                        new Sku("MUG-01"),
                        List.of(new UnitRequest(north, 3), new UnitRequest(null, 4)),
                        new LocationSelection(LocationChoice.PRIORITY_ORDER, List.of(north)))),
                Instant.parse("2026-01-31T10:15:30.123456Z"),
                "order 9",
                600L);
    }

    /** The command that replaces the lines. */
    public static Object replacement() {
        HoldCart hold = (HoldCart) value();
        return new ReservationCommand.ReplaceLines(hold.id(), hold.lines(), hold.expiresAt());
    }

    /** The command as the release before stored it. */
    public static Object valueWithoutTtl() {
        HoldCart newest = (HoldCart) value();
        return new HoldCart(
                newest.id(), newest.generatedId(), newest.lines(), newest.expiresAt(), newest.reference(), null);
    }
}
