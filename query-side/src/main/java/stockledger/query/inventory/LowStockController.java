package stockledger.query.inventory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.model.Sorts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.SkuIndexes;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;
import stockledger.web.ApiContract;

/** Lists SKUs with low stock, ordered by SKU. */
@RestController
class LowStockController {

    private static final String LIST = "low stock";
    private static final String STOCK = "stock:";
    private static final String FIRST_KEY = "";

    private final ServedDocuments<SkuState> documents;
    private final ConsistencyTokenWaiter waiter;

    LowStockController(SkuProjection projection, ReadModels models, ConsistencyTokenWaiter waiter) {
        this.documents = models.of(projection);
        this.waiter = waiter;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LowAnswer(
            List<InventoryAnswer> items,
            @Nullable String nextCursor,

            @Schema(
                    description =
                            "Every event stored before this time is in the answer, later ones may be. Absent for some seconds"
                                    + " after a start.")
            @Nullable
            Instant asOf) {}

    @ApiContract(
            id = "listLowStock",
            summary = "SKUs at or below their reorder point, ordered by SKU.",
            parameters = {"status", "limit", "cursor"})
    @GetMapping(path = "/v1/inventory", produces = MediaType.APPLICATION_JSON_VALUE)
    LowAnswer low(ConsistencyToken token, Parameters parameters) {
        parameters.only("status", "limit", "cursor");
        if (!"low".equals(parameters.text("status"))) {
            throw QueryProblemException.invalid("status", "Must be low.");
        }
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        String last = cursor == null ? FIRST_KEY : Cursor.read(LIST, 1, cursor).get(0);
        awaitStock(token);
        Instant asOf = documents.completeUntil();
        List<VersionedDocument<SkuState>> found = documents.page(
                and(eq(SkuIndexes.LOW, true), gt(SkuIndexes.SKU, last)), Sorts.ascending(SkuIndexes.SKU), limit + 1);
        boolean more = found.size() > limit;
        List<VersionedDocument<SkuState>> page = more ? found.subList(0, limit) : found;
        return new LowAnswer(
                page.stream().map(LowStockController::answer).toList(),
                more ? Cursor.of(LIST, page.get(limit - 1).view().sku()) : null,
                asOf);
    }

    private static InventoryAnswer answer(VersionedDocument<SkuState> stored) {
        return InventoryAnswer.of(stored, stored.versionOf(STOCK + stored.key()), InventoryPage.FIRST);
    }

    /** Waits until the documents of all SKUs in the token are as new as the token. */
    private void awaitStock(ConsistencyToken token) {
        Set<String> skus = token.versions().keySet().stream()
                .filter(stream -> stream.startsWith(STOCK))
                .map(stream -> stream.substring(STOCK.length()))
                .collect(Collectors.toSet());
        if (!skus.isEmpty()) {
            waiter.read(
                    token, SkuProjection.NAME, skus, () -> documents.find(skus), found -> hasSeen(found, skus, token));
        }
    }

    private static boolean hasSeen(
            Map<String, VersionedDocument<SkuState>> found, Set<String> skus, ConsistencyToken token) {
        return skus.stream().allMatch(sku -> VersionedDocument.hasSeen(found.get(sku), token, STOCK + sku));
    }
}
