package stockledger.query.inventory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.model.Sorts;
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
import stockledger.web.ApiContract;

/** Lists SKUs with low stock, ordered by SKU. */
@RestController
class LowStockController {

    private static final String LIST = "low stock";
    private static final String STOCK = "stock:";
    private static final String FIRST_KEY = "";

    private final ServedDocuments<InventoryView> documents;
    private final ConsistencyTokenWaiter waiter;

    LowStockController(InventoryProjector projector, ReadModels models, ConsistencyTokenWaiter waiter) {
        this.documents = models.of(projector);
        this.waiter = waiter;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LowAnswer(List<InventoryAnswer> items, @Nullable String nextCursor) {}

    @ApiContract(
            summary = "What is at its reorder point or below, in the order of the SKUs.",
            parameters = {"status", "limit", "cursor"})
    @GetMapping(path = "/v1/inventory", produces = MediaType.APPLICATION_JSON_VALUE)
    LowAnswer low(ConsistencyToken token, Parameters parameters) {
        parameters.only("status", "limit", "cursor");
        if (!"low".equals(parameters.text("status"))) {
            throw QueryProblemException.invalid("status", "This is low.");
        }
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        String last = cursor == null ? FIRST_KEY : Cursor.read(LIST, 1, cursor).get(0);
        awaitStock(token);
        List<VersionedDocument<InventoryView>> found = documents.page(
                and(eq("view.low", true), eq("view.registered", true), gt("view.sku", last)),
                Sorts.ascending("view.sku"),
                limit + 1);
        boolean more = found.size() > limit;
        List<VersionedDocument<InventoryView>> page = more ? found.subList(0, limit) : found;
        return new LowAnswer(
                page.stream().map(LowStockController::answer).toList(),
                more ? Cursor.of(LIST, page.get(limit - 1).view().sku()) : null);
    }

    private static InventoryAnswer answer(VersionedDocument<InventoryView> stored) {
        return InventoryAnswer.of(stored.view(), stored.versionOf(STOCK + stored.key()));
    }

    /** Waits until the documents of all SKUs in the token are as new as the token. */
    private void awaitStock(ConsistencyToken token) {
        Set<String> skus = token.versions().keySet().stream()
                .filter(stream -> stream.startsWith(STOCK))
                .map(stream -> stream.substring(STOCK.length()))
                .collect(Collectors.toSet());
        if (!skus.isEmpty()) {
            waiter.read(
                    token,
                    InventoryProjector.NAME,
                    skus,
                    () -> documents.find(skus),
                    found -> hasSeen(found, skus, token));
        }
    }

    private static boolean hasSeen(
            Map<String, VersionedDocument<InventoryView>> found, Set<String> skus, ConsistencyToken token) {
        return skus.stream().allMatch(sku -> VersionedDocument.hasSeen(found.get(sku), token, STOCK + sku));
    }
}
