package stockledger.command.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stockledger.events.Allocation;

/** What a shop should do, by plain counting: says what each step is answered, and how the shop stands after it. */
final class ShopModel {

    static final String DONE = "done";
    static final Duration TTL = Duration.ofMinutes(30);

    /** One reservation as it should stand. */
    static final class Held {
        ReservationStatus status = ReservationStatus.HELD;
        Instant expiresAt = Instant.EPOCH;
        final Map<String, CartLine> lines = new TreeMap<>();
    }

    /** Units at one location of one SKU. */
    record Spot(String sku, String location) implements Comparable<Spot> {
        @Override
        public int compareTo(Spot other) {
            return toString().compareTo(other.toString());
        }
    }

    final Map<Spot, Long> onHand = new TreeMap<>();
    final Map<Spot, Long> unavailable = new TreeMap<>();
    final Map<String, Held> carts = new TreeMap<>();

    long available(Spot spot) {
        long claimed = 0;
        for (Held cart : carts.values()) {
            CartLine line = cart.lines.get(spot.sku());
            if (line != null && (cart.status == ReservationStatus.HELD || cart.status == ReservationStatus.CONFIRMED)) {
                for (Allocation one : Allocation.slice(line.allocations(), line.shipped(), Long.MAX_VALUE)) {
                    claimed += one.locationId().value().equals(spot.location()) ? one.quantity() : 0;
                }
            }
        }
        return onHand.getOrDefault(spot, 0L) - unavailable.getOrDefault(spot, 0L) - claimed;
    }

    /** Units that could be promised, over all locations. */
    long available(String sku) {
        long all = 0;
        for (int place = 1; place <= ShopStep.PLACES; place++) {
            all += Math.max(0, available(new Spot(sku, Names.place(place))));
        }
        return all;
    }

    /** What a step should be answered now. */
    String answerTo(ShopStep step, Instant now) {
        Held cart = carts.get(Names.cart(step.cart()));
        return switch (step.kind()) {
            case RECEIVE, UPKEEP, AN_HOUR_PASSES -> DONE;
            case ADJUST ->
                step.more() == 0
                                || available(new Spot(Names.sku(step.sku()), Names.place(step.place()))) >= step.units()
                        ? DONE
                        : "insufficient-stock";
            case HOLD -> cart == null || cart.status == ReservationStatus.ABANDONED ? hold(step) : again(step, cart);
            default -> cart == null ? "reservation-not-found" : answerTo(step, cart, now);
        };
    }

    private static String answerTo(ShopStep step, Held cart, Instant now) {
        boolean held = cart.status == ReservationStatus.HELD;
        boolean bought = cart.status == ReservationStatus.CONFIRMED || cart.status == ReservationStatus.SHIPPED;
        boolean gone = cart.status == ReservationStatus.RELEASED;
        String otherwise = cart.status == ReservationStatus.EXPIRED ? "reservation-expired" : "reservation-not-held";
        String inTime = now.isBefore(cart.expiresAt) ? DONE : "reservation-expired";
        return switch (step.kind()) {
            case CONFIRM -> held ? inTime : bought ? DONE : otherwise;
            case EXTEND -> held ? inTime : otherwise;
            case RELEASE -> held || gone ? DONE : otherwise;
            case CANCEL ->
                held || gone || cart.status == ReservationStatus.CONFIRMED || cart.status == ReservationStatus.CANCELLED
                        ? DONE
                        : otherwise;
            case SHIP -> held ? "reservation-not-confirmed" : bought ? shipping(step, cart) : otherwise;
            case RETURN -> step.units() <= line(step, cart).returnable() ? DONE : "return-too-large";
            default -> throw new IllegalArgumentException(step.toString());
        };
    }

    private static String shipping(ShopStep step, Held cart) {
        return step.units() <= line(step, cart).left() ? DONE : "shipment-too-large";
    }

    private static CartLine line(ShopStep step, Held cart) {
        CartLine none = new CartLine(Names.skuOf(step.sku()), 0, List.of(), 0, 0);
        return cart.lines.getOrDefault(Names.sku(step.sku()), none);
    }

    private String hold(ShopStep step) {
        String sku = Names.sku(step.sku());
        long free = step.place() == 0 ? available(sku) : available(new Spot(sku, Names.place(step.place())));
        boolean more = step.more() == 0 || available(Names.sku(step.sku() + 1)) >= step.more();
        return free >= step.units() && more ? DONE : "insufficient-stock";
    }

    private static String again(ShopStep step, Held cart) {
        Map<String, Long> wanted = new TreeMap<>(Map.of(Names.sku(step.sku()), (long) step.units()));
        if (step.more() > 0) {
            wanted.put(Names.sku(step.sku() + 1), (long) step.more());
        }
        Map<String, Long> reserved = new TreeMap<>();
        cart.lines.forEach((sku, line) -> reserved.put(sku, line.quantity()));
        return wanted.equals(reserved) ? DONE : "reservation-exists";
    }

    /** A step was done: this is how a shop stands after it. */
    void after(ShopStep step, ReservationState said, Instant now) {
        Held cart = carts.computeIfAbsent(said.id().value(), key -> new Held());
        boolean fresh = cart.lines.isEmpty() || cart.status == ReservationStatus.ABANDONED;
        switch (step.kind()) {
            case HOLD -> {
                if (fresh) {
                    cart.status = ReservationStatus.HELD;
                    cart.expiresAt = now.plus(TTL);
                    said.lines().forEach(line -> cart.lines.put(line.sku().value(), line));
                }
            }
            case CONFIRM -> become(cart, ReservationStatus.HELD, ReservationStatus.CONFIRMED);
            case RELEASE -> become(cart, ReservationStatus.HELD, ReservationStatus.RELEASED);
            case CANCEL -> {
                become(cart, ReservationStatus.HELD, ReservationStatus.RELEASED);
                become(cart, ReservationStatus.CONFIRMED, ReservationStatus.CANCELLED);
            }
            case EXTEND -> cart.expiresAt = now.plus(TTL);
            case SHIP -> ship(step, cart);
            case RETURN -> takeBack(step, cart);
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    private static void become(Held cart, ReservationStatus before, ReservationStatus after) {
        cart.status = cart.status == before ? after : cart.status;
    }

    private void ship(ShopStep step, Held cart) {
        for (CartLine line : List.copyOf(cart.lines.values())) {
            boolean meant = line.sku().value().equals(Names.sku(step.sku()));
            long units = step.units() == 0 ? line.left() : meant ? step.units() : 0;
            for (Allocation one : Allocation.slice(line.allocations(), line.shipped(), line.shipped() + units)) {
                move(line.sku().value(), one.locationId().value(), -one.quantity());
            }
            cart.lines.put(line.sku().value(), line.shipped(units));
        }
        if (cart.lines.values().stream().allMatch(line -> line.left() == 0)) {
            cart.status = ReservationStatus.SHIPPED;
        }
    }

    private void takeBack(ShopStep step, Held cart) {
        CartLine line = line(step, cart);
        List<Allocation> places = step.place() == 0
                ? line.cameFrom(step.units())
                : List.of(new Allocation(Names.placeOf(step.place()), step.units()));
        for (Allocation one : places) {
            move(line.sku().value(), one.locationId().value(), one.quantity());
            if (step.more() % 2 == 1) {
                unavailable.merge(new Spot(line.sku().value(), one.locationId().value()), one.quantity(), Long::sum);
            }
        }
        cart.lines.put(line.sku().value(), line.returned(step.units()));
    }

    void move(String sku, String location, long units) {
        onHand.merge(new Spot(sku, location), units, Long::sum);
    }

    void expire(Instant now) {
        carts.values().stream()
                .filter(cart -> cart.status == ReservationStatus.HELD && !now.isBefore(cart.expiresAt))
                .forEach(cart -> cart.status = ReservationStatus.EXPIRED);
    }

    /** After a crash only the events know what was done: begins anew from there. */
    static ShopModel of(ShopBooks books) {
        ShopModel model = new ShopModel();
        for (Spot spot : spots()) {
            ShopBooks.Shelf shelf = books.shelf(spot.sku(), spot.location());
            model.onHand.put(spot, shelf.onHand);
            model.unavailable.put(spot, shelf.unavailable);
        }
        books.carts().forEach((id, decided) -> {
            Held cart = new Held();
            cart.status = decided.status;
            cart.expiresAt = decided.expiresAt;
            decided.lines.forEach((sku, line) -> cart.lines.put(
                    sku,
                    CartLine.of(line)
                            .shipped(decided.shipped.getOrDefault(sku, 0L))
                            .returned(decided.returned.getOrDefault(sku, 0L))));
            model.carts.put(id, cart);
        });
        return model;
    }

    static List<Spot> spots() {
        List<Spot> spots = new ArrayList<>();
        for (int sku = 0; sku < ShopStep.SKUS; sku++) {
            for (int place = 1; place <= ShopStep.PLACES; place++) {
                spots.add(new Spot(Names.sku(sku), Names.place(place)));
            }
        }
        return spots;
    }

    /** Where the events say something else than counting does; empty when they agree. */
    List<String> differences(ShopBooks books) {
        List<String> wrong = new ArrayList<>();
        for (Spot spot : spots()) {
            ShopBooks.Shelf shelf = books.shelf(spot.sku(), spot.location());
            if (shelf.onHand != onHand.getOrDefault(spot, 0L)
                    || shelf.unavailable != unavailable.getOrDefault(spot, 0L)
                    || shelf.available() != available(spot)) {
                wrong.add("%s: %d on hand, %d unavailable, %d available instead of %d, %d, %d"
                        .formatted(
                                spot,
                                shelf.onHand,
                                shelf.unavailable,
                                shelf.available(),
                                onHand.getOrDefault(spot, 0L),
                                unavailable.getOrDefault(spot, 0L),
                                available(spot)));
            }
        }
        carts.forEach((id, cart) -> {
            ShopBooks.Decided decided = books.carts().get(id);
            if (decided == null || decided.status != cart.status) {
                wrong.add(id + " should be " + cart.status);
            }
        });
        return wrong;
    }
}
