package stockledger.query.product;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;
import stockledger.query.cache.Ready;
import stockledger.query.cache.Shelves;
import stockledger.query.http.Freshness;
import stockledger.query.http.Parameters;
import stockledger.query.http.Promises;
import stockledger.query.http.Refused;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.Stored;
import stockledger.query.projection.Views;

@RestController
class ProductController {

    private final Views<ProductView> views;
    private final Shelves shelves;
    private final Freshness freshness;

    ProductController(ProductProjector projector, ReadModels models, Shelves shelves, Freshness freshness) {
        this.views = models.of(projector);
        this.shelves = shelves;
        this.freshness = freshness;
    }

    @Promises(
            tells = "The whole page of a product.",
            tagged = true,
            answer = ProductPage.class,
            refusals = "404 product-not-found")
    @GetMapping(path = "/v1/products/{sku}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> page(@PathVariable Sku sku, ConsistencyToken token, Parameters parameters) {
        parameters.only();
        long product = token.versionOf(sku.productStream());
        long stock = token.versionOf(sku.stockStream());
        Ready page = freshness.read(() -> find(sku, product, stock), found -> isFresh(found, product, stock));
        if (page == null) {
            throw Refused.unknown("product-not-found", "There is no such product.");
        }
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .eTag(ProductPage.tag(page))
                .contentType(MediaType.APPLICATION_JSON)
                .body(page.body());
    }

    private @Nullable Ready find(Sku sku, long product, long stock) {
        Shelves.Shelf shelf = shelves.open(ProductProjector.shelf(views.epoch()));
        Ready kept = shelves.get(shelf, sku.value());
        if (kept != null && isFresh(kept, product, stock)) {
            return kept;
        }
        Stored<ProductView> stored = views.find(sku.value());
        Ready made = stored == null ? null : ProductPage.ready(stored);
        if (made != null) {
            shelves.fill(shelf, sku.value(), made);
        }
        return made;
    }

    private static boolean isFresh(@Nullable Ready page, long product, long stock) {
        return page == null
                ? product < 0 && stock < 0
                : page.productVersion() >= product && page.stockVersion() >= stock;
    }
}
