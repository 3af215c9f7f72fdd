package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import stockledger.command.reservation.ReservationCommand.Back;
import stockledger.command.reservation.ReservationRefusal.TooMany;
import stockledger.events.Allocation;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.reservation.ReturnedLine;

/**
 * Arithmetic over the lines of one reservation. Values only: every change gives another cart.
 *
 * @param lines one per SKU, in the order of the SKUs
 */
record Cart(List<CartLine> lines) {

    static final Cart EMPTY = new Cart(List.of());

    static Cart of(List<ReservedLine> lines) {
        return new Cart(lines.stream().map(CartLine::of).toList());
    }

    /** Where more is asked for than has not left yet; empty when all of it may leave. */
    List<TooMany> moreThanLeft(List<LineUnits> parts) {
        return tooMany(parts, CartLine::left);
    }

    /** Where more would come back than left and stayed away; empty when all of it may come back. */
    List<TooMany> moreThanShipped(List<Back> backs) {
        return tooMany(
                backs.stream()
                        .map(back -> new LineUnits(back.sku(), back.quantity()))
                        .toList(),
                CartLine::returnable);
    }

    private List<TooMany> tooMany(List<LineUnits> asked, ToLongFunction<CartLine> most) {
        Map<Sku, Long> possible = new TreeMap<>();
        lines.forEach(line -> possible.put(line.sku(), most.applyAsLong(line)));
        Map<Sku, Long> requested = new TreeMap<>();
        asked.forEach(part -> requested.merge(part.sku(), part.quantity(), Math::addExact));
        return requested.entrySet().stream()
                .map(one -> new TooMany(one.getKey(), one.getValue(), possible.getOrDefault(one.getKey(), 0L)))
                .filter(one -> one.requested() > one.possible())
                .toList();
    }

    boolean isAllThatIsLeft(List<LineUnits> parts) {
        return shipped(parts).lines().stream().allMatch(line -> line.left() == 0);
    }

    Cart shipped(List<LineUnits> parts) {
        Cart cart = this;
        for (LineUnits part : parts) {
            cart = cart.with(part.sku(), part.quantity(), true);
        }
        return cart;
    }

    /** Nothing is left. */
    Cart shipped() {
        return new Cart(lines.stream().map(line -> line.shipped(line.left())).toList());
    }

    Cart returned(List<ReturnedLine> backs) {
        Cart cart = this;
        for (ReturnedLine back : backs) {
            cart = cart.with(back.sku(), Allocation.units(back.allocations()), false);
        }
        return cart;
    }

    private Cart with(Sku sku, long units, boolean leaving) {
        return new Cart(lines.stream()
                .map(line -> line.sku().equals(sku) ? (leaving ? line.shipped(units) : line.returned(units)) : line)
                .toList());
    }

    /** Where each of these comes to: where it is said to, or else where the units left from that are still away. */
    List<ReturnedLine> placed(List<Back> backs) {
        List<ReturnedLine> placed = new ArrayList<>();
        Cart cart = this;
        for (Back back : backs) {
            List<Allocation> allocations = back.locationId() == null
                    ? cart.cameFrom(back)
                    : List.of(new Allocation(back.locationId(), back.quantity()));
            ReturnedLine line = new ReturnedLine(back.sku(), allocations, back.condition(), back.stockVersion());
            placed.add(line);
            cart = cart.returned(List.of(line));
        }
        return placed;
    }

    private List<Allocation> cameFrom(Back back) {
        return lines.stream()
                .filter(line -> line.sku().equals(back.sku()))
                .findFirst()
                .map(line -> line.cameFrom(back.quantity()))
                .orElseThrow();
    }
}
