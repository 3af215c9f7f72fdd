package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.query.ShopEvents.allocated;
import static stockledger.query.ShopEvents.at;
import static stockledger.query.ShopEvents.held;
import static stockledger.query.ShopEvents.received;
import static stockledger.query.ShopEvents.registered;
import static stockledger.query.ShopEvents.shipped;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ResolvableType;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.query.RunningQuerySide;
import tools.jackson.databind.JsonNode;

/** Four views fold the same stock, each in its own way: at every step they say the same. */
class FoldsAgreeTest {

    private static final int STEPS = 300;

    private static RunningQuerySide shop;

    @BeforeAll
    static void start() {
        shop = new RunningQuerySide();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261124})
    void atEveryStep(long seed) {
        Map<String, Folded<?>> views = new HashMap<>();
        shop.instance(0)
                .<Projection<?>>getBeanProvider(ResolvableType.forClass(Projection.class))
                .forEach(projection -> views.put(projection.name(), new Folded<>(projection)));
        Truth truth = new Truth(new Random(seed));
        for (int step = 0; step < STEPS; step++) {
            Object event = step == 0 ? registered("x") : truth.next();
            views.values().forEach(view -> view.on(event));
            long free = truth.onHand() - truth.unavailable() - truth.promised();
            JsonNode inventory = views.get("inventory").json();
            assertThat(sum(inventory, "onHand")).isEqualTo(truth.onHand());
            assertThat(sum(inventory, "unavailable")).isEqualTo(truth.unavailable());
            assertThat(sum(inventory, "held") + sum(inventory, "allocated")).isEqualTo(truth.promised());
            assertThat(views.get("product").json().path("levels")).isEqualTo(inventory.path("levels"));
            assertThat(views.get("availability").json().path("unpromised").asLong())
                    .isEqualTo(free);
            assertThat(views.get("browse").json().path("unpromised").asLong()).isEqualTo(free);
            assertThat(views.get("browse").json().path("inStock").asBoolean()).isEqualTo(free > 0);
            assertThat(inventory.path("movements").asLong()).isEqualTo(truth.movements);
        }
    }

    private static long sum(JsonNode view, String member) {
        long sum = 0;
        for (JsonNode level : view.path("levels")) {
            sum += level.path(member).asLong();
        }
        return sum;
    }

    private static final class Folded<V> {

        private final Projection<V> projection;
        private V view;

        Folded(Projection<V> projection) {
            this.projection = projection;
            this.view = projection.blank("x");
        }

        void on(Object event) {
            if (projection.families().stream().anyMatch(family -> family.isInstance(event))
                    && !projection.ignored().contains(event.getClass())) {
                view = projection.on(view, new Happened(event, "s", 0, Instant.EPOCH, "kim"));
            }
        }

        JsonNode json() {
            return StoredJson.mapper().valueToTree(view);
        }
    }

    /** Plays a shop by plain counting, and does only what a shop can. */
    private static final class Truth {

        private final Random random;
        private final TreeMap<String, Long> onHand = new TreeMap<>();
        private final List<Claim> held = new ArrayList<>();
        private final List<Claim> allocated = new ArrayList<>();
        private final List<Claim> shipped = new ArrayList<>();
        private final TreeMap<String, Long> unavailable = new TreeMap<>();
        private long movements;
        private int carts;

        private record Claim(String cart, String location, long units) {
            List<Allocation> allocations() {
                return at(location, units);
            }
        }

        Truth(Random random) {
            this.random = random;
        }

        long onHand() {
            return onHand.values().stream().mapToLong(Long::longValue).sum();
        }

        long unavailable() {
            return unavailable.values().stream().mapToLong(Long::longValue).sum();
        }

        long promised() {
            return held.stream().mapToLong(Claim::units).sum()
                    + allocated.stream().mapToLong(Claim::units).sum();
        }

        Object next() {
            String location = "l." + random.nextInt(3);
            return switch (random.nextInt(7)) {
                case 0 -> receive(location);
                case 1 -> free(location) > 0 ? adjust(location) : receive(location);
                case 2 -> free(location) > 0 ? hold(location) : receive(location);
                case 3 -> held.isEmpty() ? receive(location) : release();
                case 5 -> shipped.isEmpty() ? receive(location) : takeBack();
                case 4 -> held.isEmpty() ? receive(location) : confirm();
                default -> allocated.isEmpty() ? receive(location) : ship();
            };
        }

        private long free(String location) {
            long claimed = 0;
            for (List<Claim> claims : List.of(held, allocated)) {
                claimed += claims.stream()
                        .filter(claim -> claim.location().equals(location))
                        .mapToLong(Claim::units)
                        .sum();
            }
            return onHand.getOrDefault(location, 0L) - unavailable.getOrDefault(location, 0L) - claimed;
        }

        private Object receive(String location) {
            long units = 1 + random.nextInt(20);
            move(location, units);
            return received("x", location, units);
        }

        private Object adjust(String location) {
            long delta = random.nextBoolean() ? 3 : -1 - random.nextInt((int) free(location));
            move(location, delta);
            return new StockAdjusted(new Sku("x"), new LocationId(location), delta, AdjustmentReason.CORRECTION, null);
        }

        private void move(String location, long delta) {
            onHand.merge(location, delta, Long::sum);
            movements++;
        }

        private Object hold(String location) {
            Claim claim = new Claim("c" + carts++, location, 1 + random.nextInt((int) free(location)));
            held.add(claim);
            return held("x", claim.cart(), claim.allocations());
        }

        private Object release() {
            Claim claim = held.remove(random.nextInt(held.size()));
            return new HoldReleased(
                    new Sku("x"), new ReservationId(claim.cart()), claim.allocations(), ReleaseCause.RELEASED);
        }

        private Object confirm() {
            Claim claim = held.remove(random.nextInt(held.size()));
            allocated.add(claim);
            return allocated("x", claim.cart(), claim.allocations());
        }

        private Object ship() {
            Claim claim = allocated.remove(random.nextInt(allocated.size()));
            move(claim.location(), -claim.units());
            shipped.add(claim);
            return shipped("x", claim.cart(), claim.allocations());
        }

        private Object takeBack() {
            Claim claim = shipped.remove(random.nextInt(shipped.size()));
            ReturnCondition condition = random.nextBoolean() ? ReturnCondition.SELLABLE : ReturnCondition.UNAVAILABLE;
            move(claim.location(), claim.units());
            if (condition == ReturnCondition.UNAVAILABLE) {
                unavailable.merge(claim.location(), claim.units(), Long::sum);
            }
            ReservationId cart = new ReservationId(claim.cart());
            return new UnitsReturned(new Sku("x"), cart, 1, claim.allocations(), condition, null);
        }
    }
}
