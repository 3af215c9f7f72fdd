package stockledger.command.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stockledger.events.Allocation;

/** A second implementation of reservations and stock by counting: the expected answer to each step, and the expected state. */
final class ShopModel {

    static final String DONE = "done";
    static final Duration TTL = Duration.ofMinutes(30);

    /** The expected state of one reservation. */
    static final class Expected {
        ReservationStatus status = ReservationStatus.HELD;
        Instant expiresAt = Instant.EPOCH;
        final Map<String, CartLine> lines = new TreeMap<>();
    }

    /** Units at one location of one SKU. */
    record StockKey(String sku, String location) implements Comparable<StockKey> {
        @Override
        public int compareTo(StockKey other) {
            int bySku = sku.compareTo(other.sku);
            return bySku == 0 ? location.compareTo(other.location) : bySku;
        }
    }

    final Map<StockKey, Long> onHand = new TreeMap<>();
    final Map<StockKey, Long> unavailable = new TreeMap<>();
    final Map<String, Expected> carts = new TreeMap<>();

    long available(StockKey key) {
        long claimed = 0;
        for (Expected cart : carts.values()) {
            CartLine line = cart.lines.get(key.sku());
            if (line != null && (cart.status == ReservationStatus.HELD || cart.status == ReservationStatus.CONFIRMED)) {
                for (Allocation one : Allocation.slice(line.allocations(), line.shipped(), Long.MAX_VALUE)) {
                    claimed += one.locationId().value().equals(key.location()) ? one.quantity() : 0;
                }
            }
        }
        return onHand.getOrDefault(key, 0L) - unavailable.getOrDefault(key, 0L) - claimed;
    }

    /** Claimable units over all locations. */
    long available(String sku) {
        long all = 0;
        for (int location = 1; location <= ShopStep.LOCATIONS; location++) {
            all += Math.max(0, available(new StockKey(sku, ModelIds.location(location))));
        }
        return all;
    }

    /** The expected answer to a step. */
    String answerTo(ShopStep step, Instant now) {
        Expected cart = carts.get(ModelIds.cart(step.cart()));
        return switch (step.kind()) {
            case RECEIVE, RECOVER, HOUR -> DONE;
            case ADJUST ->
                step.more() == 0
                                || available(new StockKey(ModelIds.sku(step.sku()), ModelIds.location(step.location())))
                                        >= step.units()
                        ? DONE
                        : "insufficient-stock";
            case HOLD -> cart == null || cart.status == ReservationStatus.ABANDONED ? hold(step) : again(step, cart);
            default -> cart == null ? "reservation-not-found" : answerTo(step, cart, now);
        };
    }

    private static String answerTo(ShopStep step, Expected cart, Instant now) {
        boolean held = cart.status == ReservationStatus.HELD;
        boolean confirmed = cart.status == ReservationStatus.CONFIRMED || cart.status == ReservationStatus.SHIPPED;
        boolean released = cart.status == ReservationStatus.RELEASED;
        String otherwise = cart.status == ReservationStatus.EXPIRED ? "reservation-expired" : "reservation-not-held";
        String inTime = now.isBefore(cart.expiresAt) ? DONE : "reservation-expired";
        return switch (step.kind()) {
            case CONFIRM -> held ? inTime : confirmed ? DONE : otherwise;
            case EXTEND -> held ? inTime : otherwise;
            case RELEASE -> held || released ? DONE : otherwise;
            case CANCEL ->
                held
                                || released
                                || cart.status == ReservationStatus.CONFIRMED
                                || cart.status == ReservationStatus.CANCELLED
                        ? DONE
                        : otherwise;
            case SHIP -> held ? "reservation-not-confirmed" : confirmed ? shipping(step, cart) : otherwise;
            case RETURN -> step.units() <= line(step, cart).returnable() ? DONE : "return-too-large";
            default -> throw new IllegalArgumentException(step.toString());
        };
    }

    private static String shipping(ShopStep step, Expected cart) {
        return step.units() <= line(step, cart).left() ? DONE : "shipment-too-large";
    }

    private static CartLine line(ShopStep step, Expected cart) {
        CartLine none = new CartLine(ModelIds.skuOf(step.sku()), 0, List.of(), 0, 0);
        return cart.lines.getOrDefault(ModelIds.sku(step.sku()), none);
    }

    private String hold(ShopStep step) {
        String sku = ModelIds.sku(step.sku());
        long free = step.location() == 0
                ? available(sku)
                : available(new StockKey(sku, ModelIds.location(step.location())));
        boolean more = step.more() == 0 || available(ModelIds.sku(step.sku() + 1)) >= step.more();
        return free >= step.units() && more ? DONE : "insufficient-stock";
    }

    private static String again(ShopStep step, Expected cart) {
        Map<String, Long> requested = new TreeMap<>(Map.of(ModelIds.sku(step.sku()), (long) step.units()));
        if (step.more() > 0) {
            requested.put(ModelIds.sku(step.sku() + 1), (long) step.more());
        }
        Map<String, Long> reserved = new TreeMap<>();
        cart.lines.forEach((sku, line) -> reserved.put(sku, line.quantity()));
        return requested.equals(reserved) ? DONE : "reservation-exists";
    }

    /** Books a step that succeeded. */
    void after(ShopStep step, ReservationState answer, Instant now) {
        Expected cart = carts.computeIfAbsent(answer.id().value(), key -> new Expected());
        boolean fresh = cart.lines.isEmpty() || cart.status == ReservationStatus.ABANDONED;
        switch (step.kind()) {
            case HOLD -> {
                if (fresh) {
                    cart.status = ReservationStatus.HELD;
                    cart.expiresAt = now.plus(TTL);
                    answer.lines().forEach(line -> cart.lines.put(line.sku().value(), line));
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
            case RETURN -> returnUnits(step, cart);
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    private static void become(Expected cart, ReservationStatus before, ReservationStatus after) {
        cart.status = cart.status == before ? after : cart.status;
    }

    private void ship(ShopStep step, Expected cart) {
        for (CartLine line : List.copyOf(cart.lines.values())) {
            boolean matches = line.sku().value().equals(ModelIds.sku(step.sku()));
            long units = step.units() == 0 ? line.left() : matches ? step.units() : 0;
            for (Allocation one : Allocation.slice(line.allocations(), line.shipped(), line.shipped() + units)) {
                move(line.sku().value(), one.locationId().value(), -one.quantity());
            }
            cart.lines.put(line.sku().value(), line.shipped(units));
        }
        if (cart.lines.values().stream().allMatch(line -> line.left() == 0)) {
            cart.status = ReservationStatus.SHIPPED;
        }
    }

    private void returnUnits(ShopStep step, Expected cart) {
        CartLine line = line(step, cart);
        List<Allocation> locations = step.location() == 0
                ? line.origin(step.units())
                : List.of(new Allocation(ModelIds.locationOf(step.location()), step.units()));
        for (Allocation one : locations) {
            move(line.sku().value(), one.locationId().value(), one.quantity());
            if (step.more() % 2 == 1) {
                unavailable.merge(
                        new StockKey(line.sku().value(), one.locationId().value()), one.quantity(), Long::sum);
            }
        }
        cart.lines.put(line.sku().value(), line.returned(step.units()));
    }

    void move(String sku, String location, long units) {
        onHand.merge(new StockKey(sku, location), units, Long::sum);
    }

    void expire(Instant now) {
        carts.values().stream()
                .filter(cart -> cart.status == ReservationStatus.HELD && !now.isBefore(cart.expiresAt))
                .forEach(cart -> cart.status = ReservationStatus.EXPIRED);
    }

    /** The state by the events: after a crash only they show which commands were executed. */
    static ShopModel of(EventTotals totals) {
        ShopModel model = new ShopModel();
        for (StockKey key : keys()) {
            EventTotals.Level level = totals.level(key.sku(), key.location());
            model.onHand.put(key, level.onHand);
            model.unavailable.put(key, level.unavailable);
        }
        totals.carts().forEach((id, decided) -> {
            Expected cart = new Expected();
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

    static List<StockKey> keys() {
        List<StockKey> keys = new ArrayList<>();
        for (int sku = 0; sku < ShopStep.SKUS; sku++) {
            for (int location = 1; location <= ShopStep.LOCATIONS; location++) {
                keys.add(new StockKey(ModelIds.sku(sku), ModelIds.location(location)));
            }
        }
        return keys;
    }

    /** The differences between the events and this model; empty when they agree. */
    List<String> differences(EventTotals totals) {
        List<String> differences = new ArrayList<>();
        for (StockKey key : keys()) {
            EventTotals.Level level = totals.level(key.sku(), key.location());
            if (level.onHand != onHand.getOrDefault(key, 0L)
                    || level.unavailable != unavailable.getOrDefault(key, 0L)
                    || level.available() != available(key)) {
                differences.add("%s: %d on hand, %d unavailable, %d available instead of %d, %d, %d"
                        .formatted(
                                key,
                                level.onHand,
                                level.unavailable,
                                level.available(),
                                onHand.getOrDefault(key, 0L),
                                unavailable.getOrDefault(key, 0L),
                                available(key)));
            }
        }
        carts.forEach((id, cart) -> {
            EventTotals.Reserved decided = totals.carts().get(id);
            if (decided == null || decided.status != cart.status) {
                differences.add(id + " should be " + cart.status);
            }
        });
        return differences;
    }
}
