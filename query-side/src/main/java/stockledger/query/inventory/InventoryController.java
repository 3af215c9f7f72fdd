package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
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
import stockledger.query.http.Cursor;
import stockledger.query.http.Freshness;
import stockledger.query.http.Parameters;
import stockledger.query.http.Promises;
import stockledger.query.http.Refused;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.Stored;
import stockledger.query.projection.Views;

@RestController
@RequestMapping(path = "/v1/inventory/{sku}", produces = MediaType.APPLICATION_JSON_VALUE)
class InventoryController {

    private static final String ORDINAL = "[0-9]{1,18}";

    private final Views<InventoryView> views;
    private final Freshness freshness;

    InventoryController(InventoryProjector projector, ReadModels models, Freshness freshness) {
        this.views = models.of(projector);
        this.freshness = freshness;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InventoryAnswer(
            String sku,
            @Nullable Long version,
            long onHand,
            long held,
            long allocated,
            long unavailable,
            long available,
            List<LevelAnswer> levels,
            @Nullable Instant asOf) {}

    record LevelAnswer(
            String locationId,
            long onHand,
            long held,
            long allocated,
            long unavailable,
            long safetyStock,
            long available) {

        static LevelAnswer of(Level level) {
            return new LevelAnswer(
                    level.locationId(),
                    level.onHand(),
                    level.held(),
                    level.allocated(),
                    0,
                    0,
                    Math.max(0, level.available()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MovementAnswer(
            Instant at,
            String kind,
            String locationId,
            long delta,
            long balance,
            @Nullable AdjustmentReason reason,
            @Nullable String reference,
            @Nullable String reservationId,
            String actor) {

        static MovementAnswer of(Movement movement) {
            return new MovementAnswer(
                    movement.at(),
                    movement.kind(),
                    movement.locationId(),
                    movement.delta(),
                    movement.balance(),
                    movement.reason(),
                    movement.reference(),
                    movement.reservationId(),
                    movement.actor());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MovementsAnswer(
            List<MovementAnswer> items, @Nullable String nextCursor) {}

    @Promises(tagged = true, refusals = "404 product-not-found")
    @GetMapping
    ResponseEntity<InventoryAnswer> levels(@PathVariable Sku sku, ConsistencyToken token, Parameters parameters) {
        parameters.only();
        Stored<InventoryView> found = find(sku, token);
        long version = found.versionOf(sku.stockStream());
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (version >= 0) {
            answer.eTag("\"s" + version + "\"");
        }
        List<Level> levels = found.view().levels();
        return answer.body(new InventoryAnswer(
                sku.value(),
                version < 0 ? null : version,
                levels.stream().mapToLong(Level::onHand).sum(),
                levels.stream().mapToLong(Level::held).sum(),
                levels.stream().mapToLong(Level::allocated).sum(),
                0,
                Math.max(0, levels.stream().mapToLong(Level::available).sum()),
                levels.stream().map(LevelAnswer::of).toList(),
                found.view().asOf()));
    }

    @Promises(
            parameters = {"limit", "cursor"},
            refusals = "404 product-not-found")
    @GetMapping("/movements")
    MovementsAnswer movements(@PathVariable Sku sku, ConsistencyToken token, Parameters parameters) {
        parameters.only("limit", "cursor");
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        long given = cursor == null ? Long.MAX_VALUE : ordinal(sku, cursor);
        Stored<InventoryView> found = find(sku, token);
        long from = Math.min(given, found.view().movements());
        List<Movement> page = new Ledger(views.beside(Ledger.NAME)).before(sku.value(), from, limit);
        return new MovementsAnswer(
                page.stream().map(MovementAnswer::of).toList(),
                from > limit ? Cursor.of("movements", sku.value(), String.valueOf(from - limit)) : null);
    }

    private static long ordinal(Sku sku, String cursor) {
        List<String> parts = Cursor.read("movements", 2, cursor);
        if (!parts.get(0).equals(sku.value()) || !parts.get(1).matches(ORDINAL)) {
            throw Cursor.invalid();
        }
        return Long.parseLong(parts.get(1));
    }

    private Stored<InventoryView> find(Sku sku, ConsistencyToken token) {
        Stored<InventoryView> found = freshness.read(
                () -> views.find(sku.value()),
                stock -> Stored.hasSeen(stock, token, sku.productStream(), sku.stockStream()));
        if (found == null || !found.view().registered()) {
            throw Refused.unknown("product-not-found", "There is no such product.");
        }
        return found;
    }
}
