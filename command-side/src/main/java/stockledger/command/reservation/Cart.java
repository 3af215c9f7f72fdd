package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import stockledger.command.reservation.ReservationCommand.ReturnLine;
import stockledger.command.reservation.ReservationRefusal.TooMany;
import stockledger.events.Allocation;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.reservation.ReturnedLine;

/**
 * The lines of one reservation. Immutable: every change returns a new cart.
 *
 * @param lines one per SKU, sorted by SKU
 */
record Cart(List<CartLine> lines) {

    static final Cart EMPTY = new Cart(List.of());

    /**
     * The lines of a recorded event.
     *
     * @param attempt of the event
     */
    static Cart of(List<ReservedLine> lines, String attempt) {
        return new Cart(lines.stream().map(line -> CartLine.of(line, attempt)).toList());
    }

    /** Whether these lines were requested. */
    boolean isOf(List<RequestedLine> requested) {
        boolean same = requested.size() == lines.size();
        for (int i = 0; same && i < lines.size(); i++) {
            same = requested.get(i).isSameAs(lines.get(i));
        }
        return same;
    }

    /** Whether these lines hold the same units. */
    boolean isRecordedAs(List<ReservedLine> recorded) {
        return Cart.of(withAttempts(recorded, ""), "").equals(this);
    }

    /** Lines that replace these, each with the attempt that held its first units: a SKU that stays keeps its own. */
    List<ReservedLine> withAttempts(List<ReservedLine> replacing, String attempt) {
        return replacing.stream()
                .map(line -> {
                    CartLine before = find(line.sku());
                    return new ReservedLine(
                            line.sku(),
                            line.quantity(),
                            line.allocations(),
                            line.named(),
                            before == null ? attempt : before.attempt());
                })
                .toList();
    }

    /** The line of a SKU; null for none. */
    @Nullable
    CartLine find(Sku sku) {
        int low = 0;
        int high = lines.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = lines.get(middle).sku().compareTo(sku);
            if (order == 0) {
                return lines.get(middle);
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return null;
    }

    /** The lines that request more than is left to ship; empty when all can ship. */
    List<TooMany> exceedingLeft(List<LineUnits> parts) {
        return tooMany(parts, CartLine::left);
    }

    /** The lines that return more than was shipped and not returned; empty when all can be returned. */
    List<TooMany> exceedingShipped(List<ReturnLine> returned) {
        return tooMany(
                returned.stream()
                        .map(line -> new LineUnits(line.sku(), line.quantity()))
                        .toList(),
                CartLine::returnable);
    }

    private List<TooMany> tooMany(List<LineUnits> parts, ToLongFunction<CartLine> limit) {
        Map<Sku, Long> possible = new TreeMap<>();
        lines.forEach(line -> possible.put(line.sku(), limit.applyAsLong(line)));
        Map<Sku, Long> requested = new TreeMap<>();
        parts.forEach(part -> requested.merge(part.sku(), part.quantity(), Math::addExact));
        return requested.entrySet().stream()
                .map(one -> new TooMany(one.getKey(), one.getValue(), possible.getOrDefault(one.getKey(), 0L)))
                .filter(one -> one.requested() > one.possible())
                .toList();
    }

    boolean isRest(List<LineUnits> parts) {
        return shipped(parts).lines().stream().allMatch(line -> line.left() == 0);
    }

    Cart shipped(List<LineUnits> parts) {
        Cart cart = this;
        for (LineUnits part : parts) {
            cart = cart.with(part.sku(), part.quantity(), true);
        }
        return cart;
    }

    /** All lines shipped. */
    Cart shipped() {
        return new Cart(lines.stream().map(line -> line.shipped(line.left())).toList());
    }

    Cart returned(List<ReturnedLine> returned) {
        Cart cart = this;
        for (ReturnedLine line : returned) {
            cart = cart.with(line.sku(), Allocation.units(line.allocations()), false);
        }
        return cart;
    }

    private Cart with(Sku sku, long units, boolean shipped) {
        return new Cart(lines.stream()
                .map(line -> line.sku().equals(sku) ? (shipped ? line.shipped(units) : line.returned(units)) : line)
                .toList());
    }

    /** Returned lines with their locations: the requested one, else those the shipped units came from. */
    List<ReturnedLine> placed(List<ReturnLine> returned) {
        List<ReturnedLine> placed = new ArrayList<>();
        Cart cart = this;
        for (ReturnLine back : returned) {
            List<Allocation> allocations = back.locationId() == null
                    ? cart.origin(back)
                    : List.of(new Allocation(back.locationId(), back.quantity()));
            ReturnedLine line = new ReturnedLine(back.sku(), allocations, back.condition(), back.stockVersion());
            placed.add(line);
            cart = cart.returned(List.of(line));
        }
        return placed;
    }

    private List<Allocation> origin(ReturnLine back) {
        return lines.stream()
                .filter(line -> line.sku().equals(back.sku()))
                .findFirst()
                .map(line -> line.origin(back.quantity()))
                .orElseThrow();
    }
}
