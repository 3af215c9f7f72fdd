package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;
import stockledger.events.stock.AdjustmentReason;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.CacheControl;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.ExpectedDelivery;
import stockledger.query.sku.Ledger;
import stockledger.query.sku.Movement;
import stockledger.query.sku.SkuHistory;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(path = "/v1/inventory/{sku}", produces = MediaType.APPLICATION_JSON_VALUE)
class InventoryController {

    private static final String ORDINAL = "[0-9]{1,18}";

    private final ServedDocuments<SkuState> documents;
    private final SkuHistory history;
    private final ConsistencyTokenWaiter waiter;

    InventoryController(
            SkuProjection projection, ReadModels models, SkuHistory history, ConsistencyTokenWaiter waiter) {
        this.history = history;
        this.documents = models.of(projection);
        this.waiter = waiter;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MovementAnswer(
            Instant at,
            @Nullable Instant occurredAt,
            String kind,
            String locationId,
            long delta,
            long balance,
            @Nullable Long unavailable,
            @Nullable AdjustmentReason reason,
            @Nullable String reference,
            @Nullable String reservationId,
            @Nullable String transferId,
            @Nullable Long lost,
            @Nullable Long overReceived,
            String actor) {

        static MovementAnswer of(Movement movement) {
            Movement.TransferPart transfer = movement.transfer();
            return new MovementAnswer(
                    movement.at(),
                    movement.occurredAt(),
                    movement.kind(),
                    movement.locationId(),
                    movement.delta(),
                    movement.balance(),
                    movement.unavailable(),
                    movement.reason(),
                    movement.reference(),
                    movement.reservationId(),
                    transfer == null ? null : transfer.id(),
                    transfer == null ? null : transfer.lost(),
                    transfer == null ? null : transfer.overReceived(),
                    movement.actor());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MovementsAnswer(
            List<MovementAnswer> items,

            @Schema(description = "of the stock; every movement up to it is in the answer or on other pages") @Nullable
            Long version,

            @Schema(description = "when the newest event of the SKU happened") @Nullable
            Instant asOf,

            @Nullable String nextCursor) {}

    @ApiContract(
            id = "getInventory",
            summary =
                    "The units of a SKU, now or as of a past instant: sums, and pages of levels by location, transfers and"
                            + " deliveries.",
            tagged = true,
            parameters = {"asOf", "limit", "cursor"},
            problems = "404 product-not-found")
    @GetMapping
    ResponseEntity<InventoryAnswer> levels(@PathVariable Sku sku, ConsistencyToken token, Parameters parameters) {
        parameters.only(Parameters.AS_OF, "limit", "cursor");
        Instant asOf = parameters.asOf();
        InventoryPage page = InventoryPage.of(sku, parameters.limit(Parameters.MAX_ITEMS), parameters.text("cursor"));
        VersionedDocument<SkuState> found = asOf == null ? find(sku, token) : inCatalog(history.at(sku.value(), asOf));
        Long version = stockVersion(found, sku);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, asOf == null ? "no-cache" : CacheControl.NOT_STORED);
        if (version != null) {
            answer.eTag("\"s" + version + (found.degradedSince() == null ? "\"" : ".d1\""));
        }
        return answer.body(InventoryAnswer.of(found, version, page));
    }

    @ApiContract(
            id = "listMovements",
            summary = "Every movement of a SKU, newest first, with the balance after it.",
            parameters = {"limit", "cursor"},
            problems = "404 product-not-found")
    @GetMapping("/movements")
    MovementsAnswer movements(@PathVariable Sku sku, ConsistencyToken token, Parameters parameters) {
        parameters.only("limit", "cursor");
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        long requestedEnd = cursor == null ? Long.MAX_VALUE : ordinal(sku, cursor);
        VersionedDocument<SkuState> found = find(sku, token);
        long endOrdinal = Math.min(requestedEnd, found.view().stock().movements());
        List<Movement> page =
                new Ledger(documents.sideCollection(Ledger.NAME)).findBefore(found.view(), endOrdinal, limit);
        return new MovementsAnswer(
                page.stream().map(MovementAnswer::of).toList(),
                stockVersion(found, sku),
                found.view().asOf(),
                endOrdinal > limit ? Cursor.of("movements", sku.value(), String.valueOf(endOrdinal - limit)) : null);
    }

    /**
     * Availability on a day: what is available now, plus the deliveries expected by then.
     *
     * @param overdue units of deliveries whose day is over: they are not promised
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PromiseAnswer(
            String sku,
            LocalDate on,
            long available,
            long incoming,
            long overdue,
            long availableToPromise,
            List<ExpectedDelivery> deliveries,
            @Nullable Long version,

            @Schema(description = "when the newest event of the SKU happened") @Nullable
            Instant asOf,

            @Nullable String nextCursor) {

        /** @param today the current day, which is not over */
        static PromiseAnswer of(
                SkuState state, LocalDate on, LocalDate today, @Nullable Long version, DeliveryPage page) {
            List<ExpectedDelivery> deliveries = state.inbound().deliveries();
            long overdue = deliveries.stream()
                    .filter(delivery -> delivery.expectedOn().isBefore(today))
                    .mapToLong(ExpectedDelivery::quantity)
                    .sum();
            List<ExpectedDelivery> expected = deliveries.stream()
                    .filter(delivery -> !delivery.expectedOn().isBefore(today)
                            && !delivery.expectedOn().isAfter(on))
                    .toList();
            long incoming =
                    expected.stream().mapToLong(ExpectedDelivery::quantity).sum();
            long available = state.stock().available();
            return new PromiseAnswer(
                    state.sku(),
                    on,
                    Math.max(0, available),
                    incoming,
                    overdue,
                    Math.max(0, available + incoming),
                    page.of(expected),
                    version,
                    state.asOf(),
                    page.next(state.sku(), expected));
        }
    }

    @ApiContract(
            id = "getAvailableToPromise",
            summary = "Units available to promise on a day, including the deliveries expected until then.",
            parameters = {"on", "limit", "cursor"},
            problems = "404 product-not-found")
    @GetMapping("/available-to-promise")
    PromiseAnswer promise(@PathVariable Sku sku, ConsistencyToken token, Parameters parameters) {
        LocalDate on = parameters.only("on", "limit", "cursor").date("on");
        if (on == null) {
            throw QueryProblemException.invalid("on", "Required: a date such as 2026-01-31.");
        }
        DeliveryPage page = DeliveryPage.of(sku, parameters.limit(Parameters.MAX_ITEMS), parameters.text("cursor"));
        VersionedDocument<SkuState> found = find(sku, token);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return PromiseAnswer.of(found.view(), on, today, stockVersion(found, sku), page);
    }

    /** The version of the SKU's stock stream; null before its first event. */
    private static @Nullable Long stockVersion(VersionedDocument<SkuState> found, Sku sku) {
        long version = found.versionOf(sku.stockStream());
        return version < 0 ? null : (Long) version;
    }

    private static long ordinal(Sku sku, String cursor) {
        List<String> parts = Cursor.read("movements", 2, cursor);
        if (!parts.get(0).equals(sku.value()) || !parts.get(1).matches(ORDINAL)) {
            throw Cursor.invalid();
        }
        return Long.parseLong(parts.get(1));
    }

    private VersionedDocument<SkuState> find(Sku sku, ConsistencyToken token) {
        VersionedDocument<SkuState> found = waiter.read(
                token,
                SkuProjection.NAME,
                List.of(sku.value()),
                () -> documents.findInReplica(sku.value()),
                () -> documents.find(sku.value()),
                document -> VersionedDocument.hasSeen(document, token, sku.productStream(), sku.stockStream()));
        if (found == null || found.view().catalog() == null) {
            waiter.requireNotDegraded(SkuProjection.NAME, sku.value());
        }
        return inCatalog(found);
    }

    private static VersionedDocument<SkuState> inCatalog(@Nullable VersionedDocument<SkuState> found) {
        if (found == null || found.view().catalog() == null) {
            throw QueryProblemException.notFound("product-not-found", "There is no such product.");
        }
        return found;
    }
}
