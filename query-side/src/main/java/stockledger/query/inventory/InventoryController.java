package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
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
import stockledger.web.ApiContract;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;

@RestController
@RequestMapping(path = "/v1/inventory/{sku}", produces = MediaType.APPLICATION_JSON_VALUE)
class InventoryController {

    private static final String ORDINAL = "[0-9]{1,18}";

    private final ServedDocuments<InventoryView> views;
    private final ConsistencyTokenWaiter freshness;

    InventoryController(InventoryProjector projector, ReadModels models, ConsistencyTokenWaiter freshness) {
        this.views = models.of(projector);
        this.freshness = freshness;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MovementAnswer(
            Instant at,
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
            Movement.Arrival transfer = movement.transfer();
            return new MovementAnswer(
                    movement.at(),
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
            List<MovementAnswer> items, @Nullable String nextCursor) {}

    @ApiContract(summary = "The units of a SKU, by location.", tagged = true, problems = "404 product-not-found")
    @GetMapping
    ResponseEntity<InventoryAnswer> levels(@PathVariable Sku sku, ConsistencyToken token, Parameters parameters) {
        parameters.only();
        VersionedDocument<InventoryView> found = find(sku, token);
        long version = found.versionOf(sku.stockStream());
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (version >= 0) {
            answer.eTag("\"s" + version + "\"");
        }
        return answer.body(InventoryAnswer.of(found.view(), version < 0 ? null : version));
    }

    @ApiContract(
            summary = "Every movement of a SKU, newest first, with the balance after it.",
            parameters = {"limit", "cursor"},
            problems = "404 product-not-found")
    @GetMapping("/movements")
    MovementsAnswer movements(@PathVariable Sku sku, ConsistencyToken token, Parameters parameters) {
        parameters.only("limit", "cursor");
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        long given = cursor == null ? Long.MAX_VALUE : ordinal(sku, cursor);
        VersionedDocument<InventoryView> found = find(sku, token);
        long from = Math.min(given, found.view().movements());
        List<Movement> page = new Ledger(views.beside(Ledger.NAME)).before(sku.value(), from, limit);
        return new MovementsAnswer(
                page.stream().map(MovementAnswer::of).toList(),
                from > limit ? Cursor.of("movements", sku.value(), String.valueOf(from - limit)) : null);
    }

    /** What could be promised on a day, if what is expected until then comes and nothing is promised before. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PromiseAnswer(
            String sku,
            LocalDate on,
            long available,
            long incoming,
            long availableToPromise,
            List<Delivery> deliveries,
            @Nullable Long version) {}

    @ApiContract(
            summary = "What could be promised on a day, with what is expected until then.",
            parameters = "on",
            problems = "404 product-not-found")
    @GetMapping("/available-to-promise")
    PromiseAnswer promise(@PathVariable Sku sku, ConsistencyToken token, Parameters parameters) {
        LocalDate on = parameters.only("on").date("on");
        if (on == null) {
            throw QueryProblemException.invalid("on", "This is needed: a day such as 2026-01-31.");
        }
        VersionedDocument<InventoryView> found = find(sku, token);
        List<Delivery> deliveries = found.view().deliveries().stream()
                .filter(delivery -> !delivery.expectedOn().isAfter(on))
                .toList();
        long incoming = deliveries.stream().mapToLong(Delivery::quantity).sum();
        long available = found.view().available();
        long version = found.versionOf(sku.stockStream());
        return new PromiseAnswer(
                sku.value(),
                on,
                Math.max(0, available),
                incoming,
                Math.max(0, available + incoming),
                deliveries,
                version < 0 ? null : version);
    }

    private static long ordinal(Sku sku, String cursor) {
        List<String> parts = Cursor.read("movements", 2, cursor);
        if (!parts.get(0).equals(sku.value()) || !parts.get(1).matches(ORDINAL)) {
            throw Cursor.invalid();
        }
        return Long.parseLong(parts.get(1));
    }

    private VersionedDocument<InventoryView> find(Sku sku, ConsistencyToken token) {
        VersionedDocument<InventoryView> found = freshness.read(
                token,
                InventoryProjector.NAME,
                List.of(sku.value()),
                () -> views.findNear(sku.value()),
                () -> views.find(sku.value()),
                stock -> VersionedDocument.hasSeen(stock, token, sku.productStream(), sku.stockStream()));
        if (found == null || !found.view().registered()) {
            throw QueryProblemException.notFound("product-not-found", "There is no such product.");
        }
        return found;
    }
}
