package stockledger.query.inventory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stockledger.query.inventory.ExplanationAnswer.Claim;
import stockledger.query.inventory.ExplanationAnswer.Delivery;
import stockledger.query.inventory.ExplanationAnswer.Event;
import stockledger.query.inventory.ExplanationAnswer.Others;
import stockledger.query.inventory.ExplanationAnswer.Part;
import stockledger.query.inventory.ExplanationAnswer.Term;
import stockledger.query.inventory.ExplanationAnswer.Transfer;
import stockledger.query.sku.ExpectedDelivery;
import stockledger.query.sku.SkuState;
import stockledger.query.sku.SourceEvent;
import stockledger.query.sku.StockLevel;
import stockledger.query.sku.StockOrigins;
import stockledger.query.sku.StockOrigins.AtLocation;
import stockledger.query.sku.StockOrigins.ClaimChange;
import stockledger.query.sku.StockOrigins.OpenClaim;
import stockledger.query.sku.StockOrigins.Origin;
import stockledger.query.sku.StockOrigins.Recent;
import stockledger.query.sku.StockState;
import stockledger.query.sku.UnitsInTransit;

/** Renders the {@link ExplanationAnswer} of one SKU. What is not listed is the difference to the number that is explained. */
final class Explanation {

    /** Locations of each term: the caller names another one. */
    private static final int MAX_PARTS = 20;

    private static final int MAX_EVENTS = 16;
    private static final int MAX_CLAIMS = 50;
    private static final int MAX_INBOUND = 20;

    private static final Comparator<SourceEvent> NEWEST_FIRST =
            Comparator.comparingLong(SourceEvent::sequence).reversed();

    private final SkuState state;
    private final StockOrigins origins;
    private final @Nullable String onlyLocation;
    private final Map<String, AtLocation> places;

    /** @param onlyLocation the location that is listed; null for the first of all */
    Explanation(SkuState state, StockOrigins origins, @Nullable String onlyLocation) {
        this.state = state;
        this.origins = origins;
        this.onlyLocation = onlyLocation;
        this.places = origins.locations().stream().collect(Collectors.toMap(AtLocation::locationId, place -> place));
    }

    ExplanationAnswer answer(@Nullable Long version) {
        List<OpenClaim> held = claims(
                OpenClaim::held,
                Comparator.comparing(OpenClaim::expiresAt, Comparator.nullsLast(Comparator.naturalOrder())));
        List<OpenClaim> allocated =
                claims(OpenClaim::allocated, Comparator.comparing(Explanation::newestOf, NEWEST_FIRST));
        List<ExpectedDelivery> deliveries = state.inbound().deliveries();
        List<UnitsInTransit> transfers = state.inbound().transfers();
        Map<String, SourceEvent> announced = byId(origins.deliveries());
        Map<String, SourceEvent> sent = byId(origins.transfers());
        return new ExplanationAnswer(
                state.sku(),
                version,
                state.stock().available(),
                List.of(
                        term(
                                "onHand",
                                1,
                                StockLevel::onHand,
                                level -> recent(level, AtLocation::onHand, level.onHand())),
                        term(
                                "unavailable",
                                -1,
                                StockLevel::unavailable,
                                level -> recent(level, AtLocation::unavailable, level.unavailable())),
                        claimed("allocated", StockLevel::allocated, ClaimChange::allocated),
                        claimed("held", StockLevel::held, ClaimChange::held),
                        safetyStock()),
                first(held, MAX_CLAIMS, claim -> claim(claim, claim.held(), true)),
                others(held, MAX_CLAIMS, OpenClaim::held),
                first(allocated, MAX_CLAIMS, claim -> claim(claim, claim.allocated(), false)),
                others(allocated, MAX_CLAIMS, OpenClaim::allocated),
                first(deliveries, MAX_INBOUND, one -> new Delivery(one, announced.get(one.id()))),
                others(deliveries, MAX_INBOUND, ExpectedDelivery::quantity),
                first(transfers, MAX_INBOUND, one -> new Transfer(one, sent.get(one.id()))),
                others(transfers, MAX_INBOUND, UnitsInTransit::quantity),
                state.asOf());
    }

    private List<OpenClaim> claims(ToLongFunction<OpenClaim> units, Comparator<OpenClaim> order) {
        return origins.claims().stream()
                .filter(claim -> units.applyAsLong(claim) != 0)
                .sorted(order)
                .toList();
    }

    private static SourceEvent newestOf(OpenClaim claim) {
        return claim.changes().get(claim.changes().size() - 1).event();
    }

    private static Map<String, SourceEvent> byId(List<Origin> all) {
        Map<String, SourceEvent> events = new HashMap<>();
        all.forEach(origin -> events.put(origin.id(), origin.event()));
        return events;
    }

    private static <T, R> List<R> first(List<T> all, int max, Function<T, R> answer) {
        return all.stream().limit(max).map(answer).toList();
    }

    private static <T> @Nullable Others others(List<T> all, int max, ToLongFunction<T> units) {
        return all.size() <= max
                ? null
                : new Others(
                        all.size() - max,
                        all.stream().skip(max).mapToLong(units).sum());
    }

    private Claim claim(OpenClaim claim, long units, boolean expires) {
        List<SourceEvent> events = claim.changes().stream()
                .map(ClaimChange::event)
                .distinct()
                .sorted(NEWEST_FIRST)
                .limit(MAX_EVENTS)
                .toList();
        return new Claim(claim.reservationId(), units, expires ? claim.expiresAt() : null, events);
    }

    private Term term(String name, int sign, ToLongFunction<StockLevel> units, Function<StockLevel, Part> part) {
        return term(name, sign, state.stock().sum(units), new ArrayList<>(), part);
    }

    /** @param parts those of the SKU as a whole */
    private Term term(String name, int sign, long units, List<Part> parts, Function<StockLevel, Part> part) {
        List<Part> ofLocations = state.stock().levels().stream()
                .filter(level -> onlyLocation == null || level.locationId().equals(onlyLocation))
                .map(part)
                .filter(one -> one.units() != 0 || !one.events().isEmpty())
                .toList();
        parts.addAll(ofLocations.subList(0, Math.min(MAX_PARTS, ofLocations.size())));
        long listed = parts.stream().mapToLong(Part::units).sum();
        long unlisted = onlyLocation == null
                ? Math.max(0, ofLocations.size() - MAX_PARTS)
                : state.stock().levels().size() - ofLocations.size();
        return new Term(name, sign, units, parts, unlisted == 0 ? null : new Others(unlisted, units - listed));
    }

    private Part recent(StockLevel level, Function<AtLocation, Recent> term, long units) {
        AtLocation place = places.get(level.locationId());
        Recent recent = place == null ? null : term.apply(place);
        if (recent == null) {
            return part(level.locationId(), units, List.of(), 0);
        }
        List<Event> events = new ArrayList<>(recent.newest().size());
        recent.newest().forEach(change -> events.add(0, new Event(change.units(), change.event())));
        return part(level.locationId(), units, events, recent.events());
    }

    /** The events of the claims that are open at each location. */
    private Map<String, List<Event>> byLocation(ToLongFunction<ClaimChange> term) {
        Map<String, List<Event>> events = new HashMap<>();
        for (OpenClaim claim : origins.claims()) {
            Map<String, List<Event>> ofClaim = new HashMap<>();
            for (ClaimChange change : claim.changes()) {
                if (term.applyAsLong(change) != 0) {
                    ofClaim.computeIfAbsent(change.locationId(), absent -> new ArrayList<>())
                            .add(new Event(term.applyAsLong(change), change.event()));
                }
            }
            ofClaim.forEach((location, some) -> {
                if (some.stream().mapToLong(Event::change).sum() != 0) {
                    events.computeIfAbsent(location, absent -> new ArrayList<>())
                            .addAll(some);
                }
            });
        }
        return events;
    }

    private Term claimed(String name, ToLongFunction<StockLevel> units, ToLongFunction<ClaimChange> change) {
        Map<String, List<Event>> byLocation = byLocation(change);
        return term(name, -1, units, level -> {
            List<Event> events = byLocation.getOrDefault(level.locationId(), new ArrayList<>());
            events.sort(Comparator.comparing(Event::event, NEWEST_FIRST));
            return part(level.locationId(), units.applyAsLong(level), events, events.size());
        });
    }

    /** @param all how many events there are, listed or not */
    private static Part part(@Nullable String location, long units, List<Event> events, long all) {
        List<Event> listed = List.copyOf(events.subList(0, Math.min(MAX_EVENTS, events.size())));
        long changes = listed.stream().mapToLong(Event::change).sum();
        return new Part(
                location,
                units,
                listed,
                all == listed.size() && changes == units ? null : new Others(all - listed.size(), units - changes));
    }

    private Term safetyStock() {
        StockState stock = state.stock();
        List<Part> whole = new ArrayList<>();
        long ofWhole = stock.policy().at(null).safetyStock();
        if (ofWhole != 0 || origins.safetyStock() != null) {
            whole.add(set(null, ofWhole, origins.safetyStock()));
        }
        return term("safetyStock", -1, stock.policy().safetyStock(), whole, level -> {
            AtLocation place = places.get(level.locationId());
            return set(level.locationId(), level.safetyStock(), place == null ? null : place.safetyStock());
        });
    }

    /** A policy replaces the one before, so the event that set it is all that the number is made of. */
    private static Part set(@Nullable String location, long units, @Nullable SourceEvent event) {
        List<Event> events = event == null ? List.of() : List.of(new Event(units, event));
        return part(location, units, events, events.size());
    }
}
