package stockledger.query.demand;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;
import stockledger.web.ApiContract;

/**
 * Lists lost demand by day, SKU and location. With SKUs the documents are read by their keys. Without, by a range of keys: a
 * server of documents without indexes then reads the whole collection, which has a document per SKU and day on which
 * something was lost.
 */
@RestController
@RequestMapping(path = "/v1/lost-demand", produces = MediaType.APPLICATION_JSON_VALUE)
class LostDemandController {

    private static final String LIST = "lost-demand";
    private static final String ID = "_id";
    private static final int DEFAULT_DAYS = 31;
    private static final int MAX_DAYS = 366;

    /** Days of SKUs: each is a key that is looked up. */
    private static final int MAX_KEYS = 5_000;

    private static final int KEYS_PER_READ = 500;

    /** Of an item: an answer then has at most some 2 MB. Documents name more, so that requests of a shopper are counted once. */
    private static final int MAX_REFERENCES = 100;

    private static final LocalDate FIRST_DAY = LocalDate.EPOCH;

    /** Later ones have no text of the length that keys have. */
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 30);

    private final ServedDocuments<LostDemandView> documents;

    LostDemandController(LostDemandProjector projector, ReadModels models) {
        this.documents = models.of(projector);
    }

    /**
     * Refused requests.
     *
     * @param requests number of refused requests, repeated ones too
     * @param unitsAsked of each shopper the greatest request of the day
     * @param unitsShort of each shopper the greatest shortage of the day
     * @param references the first shoppers of the day
     */
    record Refused(long requests, long unitsAsked, long unitsShort, List<RefusedReference> references) {

        static Refused of(RefusedUnits units) {
            return new Refused(
                    units.requests(), units.unitsAsked(), units.unitsShort(), RefusedReference.firstOf(units));
        }
    }

    /**
     * What one shopper was refused: the greatest request of the day.
     *
     * @param reference of the request, else the id of its reservation
     */
    record RefusedReference(String reference, long unitsAsked, long unitsShort) {

        static List<RefusedReference> firstOf(RefusedUnits units) {
            return units.named().stream()
                    .limit(MAX_REFERENCES)
                    .map(one -> new RefusedReference(one.id(), one.unitsAsked(), one.unitsShort()))
                    .toList();
        }
    }

    /** Refused requests for a discontinued product. */
    record Discontinued(long requests, long unitsAsked, List<RefusedReference> references) {

        static @Nullable Discontinued of(RefusedUnits units) {
            return units.requests() == 0
                    ? null
                    : new Discontinued(units.requests(), units.unitsAsked(), RefusedReference.firstOf(units));
        }
    }

    /**
     * Reservations that expired before they were confirmed.
     *
     * @param ids the first ones of the day
     */
    record Expired(long reservations, long units, List<String> ids) {

        static Expired of(LostDemandView.Place place) {
            return new Expired(
                    place.expired(),
                    place.unitsExpired(),
                    place.named().stream().limit(MAX_REFERENCES).toList());
        }
    }

    /**
     * The lost demand of a SKU in one day.
     *
     * @param day in UTC
     * @param locationId absent for requests that could be met anywhere
     * @param discontinued absent when nothing was refused for this reason
     * @param shoppers number of references, or else reservations, that were refused or expired
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LostDemandItem(
            LocalDate day,
            String sku,
            @Nullable String locationId,
            Refused refused,
            @Nullable Discontinued discontinued,
            Expired expired,
            long shoppers) {

        static LostDemandItem of(LostDemandView view, LostDemandView.Place place) {
            return new LostDemandItem(
                    LocalDate.parse(view.day()),
                    view.sku(),
                    place.locationId(),
                    Refused.of(place.refused()),
                    Discontinued.of(place.discontinued()),
                    Expired.of(place),
                    place.shoppers());
        }

        String location() {
            return locationId == null ? "" : locationId;
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LostDemandAnswer(
            List<LostDemandItem> items,
            @Nullable String nextCursor,

            @Schema(
                    description =
                            "Every event stored before this time is in the answer, later ones may be. Absent for some seconds"
                                    + " after a start.")
            @Nullable
            Instant asOf) {}

    /** The parsed parameters; of the document {@code afterKey} only the items after {@code afterLocation} are answered. */
    private record Question(
            TreeSet<String> skus,
            @Nullable String location,
            LocalDate from,
            LocalDate to,
            String afterKey,
            @Nullable String afterLocation) {

        boolean has(LostDemandItem item) {
            boolean isBefore = afterLocation != null
                    && LostDemandProjector.key(item.day(), item.sku()).equals(afterKey)
                    && item.location().compareTo(afterLocation) <= 0;
            return !isBefore && (location == null || location.equals(item.locationId()));
        }
    }

    @ApiContract(
            id = "listLostDemand",
            summary =
                    "Demand that was lost: refused or expired, by day (UTC), SKU and location; the last 31 days if no other.",
            parameters = {"sku", "locationId", "from", "to", "limit", "cursor"},
            problems = {"400 invalid-sku", "400 invalid-location-id"})
    @GetMapping
    ResponseEntity<LostDemandAnswer> all(Parameters parameters) {
        parameters.only("sku", "locationId", "from", "to", "limit", "cursor");
        int limit = parameters.limit();
        Question question = question(parameters);
        Instant asOf = documents.completeUntil();
        List<LostDemandItem> found = question.skus().isEmpty() ? ofAll(question, limit) : ofSkus(question, limit);
        boolean more = found.size() > limit;
        List<LostDemandItem> page = more ? found.subList(0, limit) : found;
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new LostDemandAnswer(page, more ? cursor(page.get(limit - 1)) : null, asOf));
    }

    private static String cursor(LostDemandItem last) {
        return Cursor.of(LIST, LostDemandProjector.key(last.day(), last.sku()), last.location());
    }

    private static Question question(Parameters parameters) {
        TreeSet<String> skus = new TreeSet<>();
        parameters.all("sku").forEach(text -> skus.add(sku(text)));
        if (skus.size() > Parameters.MAX_ITEMS) {
            throw QueryProblemException.invalid("sku", "Must have at most " + Parameters.MAX_ITEMS + " values.");
        }
        LocalDate to = day("to", parameters, LocalDate.now(ZoneOffset.UTC));
        LocalDate from = day("from", parameters, to.minusDays(DEFAULT_DAYS - 1L));
        long days = ChronoUnit.DAYS.between(from, to) + 1;
        if (days < 1 || days > MAX_DAYS) {
            throw QueryProblemException.invalid("from", "From \"from\" to \"to\" must be 1 to " + MAX_DAYS + " days.");
        }
        if (days * skus.size() > MAX_KEYS) {
            throw QueryProblemException.invalid(
                    "sku", "With so many days at most " + MAX_KEYS / days + " values are allowed.");
        }
        String cursor = parameters.text("cursor");
        List<String> last = cursor == null ? List.of() : Cursor.read(LIST, 2, cursor);
        return new Question(
                skus,
                location(parameters.text("locationId")),
                from,
                to,
                last.isEmpty() ? "" : last.get(0),
                last.isEmpty() ? null : last.get(1));
    }

    private static LocalDate day(String name, Parameters parameters, LocalDate otherwise) {
        LocalDate given = parameters.date(name);
        LocalDate day = given == null ? otherwise : given;
        if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
            throw QueryProblemException.invalid(name, "Must be a date from " + FIRST_DAY + " to " + LAST_DAY + ".");
        }
        return day;
    }

    private static String sku(String text) {
        try {
            return new Sku(text).value();
        } catch (IllegalArgumentException e) {
            throw QueryProblemException.invalid("invalid-sku", "sku", String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String location(@Nullable String text) {
        try {
            return text == null ? null : new LocationId(text).value();
        } catch (IllegalArgumentException e) {
            throw QueryProblemException.invalid("invalid-location-id", "locationId", String.valueOf(e.getMessage()));
        }
    }

    /** Reads some documents more than items: each has at least one, except that of the cursor. */
    private List<LostDemandItem> ofAll(Question question, int limit) {
        List<Bson> filters = new ArrayList<>(List.of(
                Filters.gte(ID, LostDemandProjector.firstKeyOf(question.from())),
                Filters.lt(ID, LostDemandProjector.firstKeyOf(question.to().plusDays(1))),
                Filters.gte(ID, question.afterKey())));
        if (question.location() != null) {
            filters.add(Filters.eq("view.places.locationId", question.location()));
        }
        return documents.page(Filters.and(filters), Sorts.ascending(ID), limit + 2).stream()
                .flatMap(document -> items(document.view()))
                .filter(question::has)
                .toList();
    }

    private List<LostDemandItem> ofSkus(Question question, int limit) {
        List<String> keys = question.from()
                .datesUntil(question.to().plusDays(1))
                .flatMap(day -> question.skus().stream().map(sku -> LostDemandProjector.key(day, sku)))
                .filter(key -> key.compareTo(question.afterKey()) >= 0)
                .toList();
        List<LostDemandItem> items = new ArrayList<>();
        for (int from = 0; from < keys.size() && items.size() <= limit; from += KEYS_PER_READ) {
            documents.find(keys.subList(from, Math.min(keys.size(), from + KEYS_PER_READ))).values().stream()
                    .sorted(Comparator.comparing(VersionedDocument::key))
                    .flatMap(document -> items(document.view()))
                    .filter(question::has)
                    .forEach(items::add);
        }
        return items;
    }

    private static Stream<LostDemandItem> items(LostDemandView view) {
        return view.places().stream().map(place -> LostDemandItem.of(view, place));
    }
}
