package stockledger.command.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.stock.LocationChoice;

/** A second implementation of reservations and stock by counting: the expected answer to each step, and the expected state. */
final class ShopModel {

    static final String DONE = "done";
    static final Duration TTL = Duration.ofMinutes(30);

    /** The expected state of one reservation. */
    static final class Expected {
        ReservationStatus status = ReservationStatus.HELD;
        Instant expiresAt = Instant.EPOCH;
        LocationChoice policy = LocationChoice.FEWEST_LOCATIONS;
        boolean linesReplaced;
        final Map<String, CartLine> lines = new TreeMap<>();
    }

    /**
     * Requested units of one SKU.
     *
     * @param location where they must come from; null for any
     */
    private record Request(@Nullable String location, long units) {

        long unitsAt(String at) {
            return at.equals(location) ? units : 0;
        }
    }

    static LocationChoice policyOf(ShopStep step) {
        return step.units() % 2 == 0 ? LocationChoice.PRIORITY_ORDER : LocationChoice.FEWEST_LOCATIONS;
    }

    private static Map<String, Request> requests(ShopStep step) {
        Map<String, Request> requests = new TreeMap<>();
        String location = step.location() == 0 ? null : ModelIds.location(step.location());
        requests.put(ModelIds.sku(step.sku()), new Request(location, step.units()));
        if (step.more() > 0) {
            requests.put(ModelIds.sku(step.sku() + 1), new Request(null, step.more()));
        }
        return requests;
    }

    private static Request requestOf(CartLine line) {
        String location =
                line.named() == null ? null : line.named().get(0).locationId().value();
        return new Request(location, line.quantity());
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
            case HOLD ->
                cart == null || cart.status == ReservationStatus.ABANDONED
                        ? possible(requests(step), Map.of())
                        : again(step, cart, now);
            default -> cart == null ? "reservation-not-found" : answerTo(step, cart, now);
        };
    }

    private String answerTo(ShopStep step, Expected cart, Instant now) {
        boolean held = cart.status == ReservationStatus.HELD;
        boolean confirmed = cart.status == ReservationStatus.CONFIRMED || cart.status == ReservationStatus.SHIPPED;
        boolean released = cart.status == ReservationStatus.RELEASED;
        String otherwise = cart.status == ReservationStatus.EXPIRED ? "reservation-expired" : "reservation-not-held";
        String inTime = now.isBefore(cart.expiresAt) ? DONE : "reservation-expired";
        return switch (step.kind()) {
            case CONFIRM -> held ? inTime : confirmed ? DONE : otherwise;
            case EXTEND -> held ? inTime : otherwise;
            case REPLACE_LINES ->
                !held ? otherwise : inTime.equals(DONE) ? possible(requests(step), cart.lines) : inTime;
            case CONFIRM_LATE ->
                held || confirmed
                        ? DONE
                        : cart.status == ReservationStatus.EXPIRED ? possible(requestsOf(cart), Map.of()) : otherwise;
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
        CartLine none = new CartLine(ModelIds.skuOf(step.sku()), 0, List.of(), 0, 0, null, "");
        return cart.lines.getOrDefault(ModelIds.sku(step.sku()), none);
    }

    private static Map<String, Request> requestsOf(Expected cart) {
        Map<String, Request> requests = new TreeMap<>();
        cart.lines.forEach((sku, line) -> requests.put(sku, requestOf(line)));
        return requests;
    }

    /** Whether the units of each request are free, beside those that the reservation keeps. */
    private String possible(Map<String, Request> requests, Map<String, CartLine> held) {
        boolean possible = requests.entrySet().stream().allMatch(entry -> {
            Request request = entry.getValue();
            long missing = request.units() - kept(request, held.get(entry.getKey()));
            long free = request.location() == null
                    ? available(entry.getKey())
                    : available(new StockKey(entry.getKey(), request.location()));
            return missing == 0 || free >= missing;
        });
        return possible ? DONE : "insufficient-stock";
    }

    private static long kept(Request request, @Nullable CartLine held) {
        long usable = held == null
                ? 0
                : held.allocations().stream()
                        .filter(one -> request.location() == null
                                || one.locationId().value().equals(request.location()))
                        .mapToLong(Allocation::quantity)
                        .sum();
        return Math.min(usable, request.units());
    }

    private static String again(ShopStep step, Expected cart, Instant now) {
        boolean same = cart.status == ReservationStatus.HELD
                && now.isBefore(cart.expiresAt)
                && !cart.linesReplaced
                && cart.policy == policyOf(step)
                && requestsOf(cart).equals(requests(step));
        return same ? DONE : "reservation-exists";
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
                    cart.policy = policyOf(step);
                    setLines(cart, answer);
                }
            }
            case REPLACE_LINES -> {
                requireKept(requests(step), cart, answer);
                cart.linesReplaced |= !Map.copyOf(cart.lines).equals(linesOf(answer));
                setLines(cart, answer);
            }
            case CONFIRM_LATE -> {
                if (cart.status == ReservationStatus.EXPIRED) {
                    setLines(cart, answer);
                    cart.linesReplaced = false;
                    cart.status = ReservationStatus.CONFIRMED;
                }
                become(cart, ReservationStatus.HELD, ReservationStatus.CONFIRMED);
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

    private static Map<String, CartLine> linesOf(ReservationState answer) {
        Map<String, CartLine> lines = new TreeMap<>();
        answer.lines().forEach(line -> lines.put(line.sku().value(), line));
        return lines;
    }

    private static void setLines(Expected cart, ReservationState answer) {
        cart.lines.clear();
        cart.lines.putAll(linesOf(answer));
    }

    /** Units that the new lines can keep stay where they are. */
    private static void requireKept(Map<String, Request> requests, Expected cart, ReservationState answer) {
        Map<String, CartLine> after = linesOf(answer);
        requests.forEach((sku, request) -> {
            CartLine before = cart.lines.get(sku);
            long same = before == null
                    ? 0
                    : Allocation.units(before.allocations())
                            - Allocation.units(Allocation.minus(
                                    before.allocations(), after.get(sku).allocations()));
            if (same < kept(request, before)) {
                throw new IllegalStateException("of " + before + " only " + same + " units stay in " + after.get(sku));
            }
        });
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
            cart.policy = decided.policy;
            cart.linesReplaced = decided.linesReplaced;
            decided.lines.forEach((sku, line) -> cart.lines.put(
                    sku,
                    CartLine.of(line, "")
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
