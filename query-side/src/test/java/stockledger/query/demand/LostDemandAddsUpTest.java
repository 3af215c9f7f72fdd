package stockledger.query.demand;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.demand.DemandEvent.DemandRefused;
import stockledger.events.demand.RefusalCause;
import stockledger.events.demand.RefusedShopper;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.query.projection.ProjectedEvent;

/**
 * Random refusals and expiries, as two processes append them, against a plain count of them. Every run uses a new seed; {@code
 * -Dstockledger.seed=…} repeats one.
 */
class LostDemandAddsUpTest {

    private static final int STEPS = 5_000;
    private static final Instant START = Instant.parse("2026-01-30T12:00:00Z");

    private final LostDemandProjector projector = new LostDemandProjector();
    private final Map<String, LostDemandView> documents = new HashMap<>();

    /** One refusal or expiry as a shopper sees it. */
    private record Loss(
            LocalDate day, String sku, String location, String kind, String shopper, long asked, long shortBy) {}

    @Test
    void foldedEventsEqualAPlainCount() {
        long seed = Long.getLong("stockledger.seed", System.nanoTime());
        System.out.println("lost demand adds up: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<Loss> losses = new ArrayList<>();
        List<List<Loss>> counted = List.of(new ArrayList<>(), new ArrayList<>());
        Instant now = START;
        for (int i = 0; i < STEPS; i++) {
            now = now.plusSeconds(random.nextInt(60));
            Loss loss = random(random, now, i);
            losses.add(loss);
            if (loss.kind().equals("expired")) {
                expire(loss, now, i);
            } else {
                counted.get(random.nextInt(2)).add(loss);
            }
            if (random.nextInt(20) == 0) {
                append(counted.get(random.nextInt(2)), now);
            }
        }
        for (List<Loss> rest : counted) {
            append(rest, now);
        }

        assertThat(folded()).as("seed %d", seed).isEqualTo(expected(losses));
    }

    private static Loss random(SplittableRandom random, Instant now, int number) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        String sku = "sku-" + random.nextInt(3);
        long asked = 1 + random.nextInt(9);
        return switch (random.nextInt(8)) {
            case 0 -> new Loss(day, sku, "north", "expired", "cart-" + number, asked, asked);
            case 1 -> new Loss(day, sku, "-", "discontinued", "order-" + random.nextInt(40), asked, asked);
            default ->
                new Loss(
                        day,
                        sku,
                        random.nextBoolean() ? "-" : "north",
                        "refused",
                        "order-" + random.nextInt(40),
                        asked,
                        1 + random.nextLong(asked));
        };
    }

    private void expire(Loss loss, Instant at, int number) {
        HoldReleased event = new HoldReleased(
                new Sku(loss.sku()),
                new ReservationId(loss.shopper()),
                List.of(new Allocation(new LocationId(loss.location()), loss.asked())),
                ReleaseCause.EXPIRED);
        fold(new ProjectedEvent(event, "stock:" + loss.sku(), number, at, "stockledger"));
    }

    /** As a process does once a minute. */
    private void append(List<Loss> losses, Instant at) {
        Map<List<Object>, List<Loss>> byKey = new LinkedHashMap<>();
        losses.forEach(loss -> byKey.computeIfAbsent(
                        List.of(loss.day(), loss.sku(), loss.location(), loss.kind()), key -> new ArrayList<>())
                .add(loss));
        byKey.values().forEach(some -> {
            Map<String, RefusedShopper> shoppers = new LinkedHashMap<>();
            some.forEach(loss -> shoppers.merge(
                    loss.shopper(),
                    new RefusedShopper(loss.shopper(), loss.asked(), loss.shortBy()),
                    (one, other) -> one.with(other.unitsAsked(), other.unitsShort())));
            Loss first = some.get(0);
            DemandRefused event = new DemandRefused(
                    new Sku(first.sku()),
                    first.location().equals("-") ? null : new LocationId(first.location()),
                    first.day(),
                    first.kind().equals("refused") ? RefusalCause.SHORTAGE : RefusalCause.DISCONTINUED,
                    some.size(),
                    List.copyOf(shoppers.values()),
                    0,
                    0,
                    0);
            fold(new ProjectedEvent(event, "demand:p", 0, at, "stockledger"));
        });
        losses.clear();
    }

    private void fold(ProjectedEvent event) {
        documents.compute(
                projector.selectedKey(event),
                (key, before) -> projector.on(before == null ? projector.empty(key) : before, event));
    }

    private Map<String, String> folded() {
        Map<String, String> folded = new TreeMap<>();
        documents
                .values()
                .forEach(view -> view.places().forEach(place -> {
                    String key = view.day() + " " + view.sku() + " "
                            + (place.locationId() == null ? "-" : place.locationId());
                    put(folded, key + " refused", place.refused().requests(), place.refused());
                    put(folded, key + " discontinued", place.discontinued().requests(), place.discontinued());
                    if (place.expired() > 0) {
                        folded.put(key + " expired", text(place.expired(), place.unitsExpired(), 0, place.expired()));
                    }
                }));
        return folded;
    }

    private static void put(Map<String, String> folded, String key, long requests, RefusedUnits units) {
        if (requests > 0) {
            folded.put(key, text(requests, units.unitsAsked(), units.unitsShort(), units.shoppers()));
        }
    }

    private static Map<String, String> expected(List<Loss> losses) {
        Map<String, String> expected = new TreeMap<>();
        Set<String> keys = new HashSet<>();
        losses.forEach(loss -> keys.add(keyOf(loss)));
        for (String key : keys) {
            Map<String, Long> asked = new HashMap<>();
            Map<String, Long> shortBy = new HashMap<>();
            long requests = 0;
            for (Loss loss : losses) {
                if (keyOf(loss).equals(key)) {
                    requests++;
                    asked.merge(loss.shopper(), loss.asked(), Math::max);
                    shortBy.merge(loss.shopper(), loss.shortBy(), Math::max);
                }
            }
            long unitsShort = key.endsWith("expired") ? 0 : sum(shortBy);
            expected.put(key, text(requests, sum(asked), unitsShort, asked.size()));
        }
        return expected;
    }

    private static String keyOf(Loss loss) {
        return loss.day() + " " + loss.sku() + " " + loss.location() + " " + loss.kind();
    }

    private static long sum(Map<String, Long> units) {
        return units.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String text(long requests, long asked, long shortBy, long shoppers) {
        return requests + " requests, " + asked + " asked, " + shortBy + " short, " + shoppers + " shoppers";
    }

    @Test
    void shoppersBeyondTheNamedOnesAreCounted() {
        RefusedUnits units = RefusedUnits.NONE;
        for (int i = 0; i < RefusedUnits.MAX_NAMED + 5; i++) {
            units = units.with(new DemandRefused(
                    new Sku("mug"),
                    null,
                    LocalDate.EPOCH,
                    RefusalCause.SHORTAGE,
                    1,
                    List.of(new RefusedShopper("order-" + i, 3, 2)),
                    0,
                    0,
                    0));
        }

        assertThat(units.named()).hasSize(RefusedUnits.MAX_NAMED);
        assertThat(units.shoppers()).isEqualTo(RefusedUnits.MAX_NAMED + 5);
        assertThat(units.unitsShort()).isEqualTo(2L * (RefusedUnits.MAX_NAMED + 5));
    }

    @Test
    void aReleaseForAnotherReasonIsNoLostDemand() {
        for (ReleaseCause cause : List.of(ReleaseCause.RELEASED, ReleaseCause.SHORTAGE, ReleaseCause.ABANDONED)) {
            HoldReleased event = new HoldReleased(new Sku("mug"), new ReservationId("r"), List.of(), cause);
            assertThat(projector.selectedKey(new ProjectedEvent(event, "stock:mug", 3, START, "kim")))
                    .isNull();
        }
    }
}
