package stockledger.query.product;

import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.FreshnessRequirement;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.AcceptedEncoding;
import stockledger.query.http.CacheControl;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.sku.SkuHistory;
import stockledger.query.sku.SkuProjection;
import stockledger.web.ApiContract;

@RestController
class ProductController {

    private final ProductPages pages;
    private final SkuHistory history;
    private final ConsistencyTokenWaiter waiter;
    private final CacheControl cacheControl;

    ProductController(
            ProductPages pages, SkuHistory history, ConsistencyTokenWaiter waiter, CacheControl cacheControl) {
        this.pages = pages;
        this.history = history;
        this.waiter = waiter;
        this.cacheControl = cacheControl;
    }

    @ApiContract(
            id = "getProduct",
            summary = "A product page, now or as of a past instant.",
            tagged = true,
            answer = ProductPage.class,
            parameters = "asOf",
            problems = "404 product-not-found")
    @GetMapping(path = "/v1/products/{sku}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> page(
            @PathVariable Sku sku, ConsistencyToken token, AcceptedEncoding encoding, Parameters parameters) {
        Instant asOf = parameters.only(Parameters.AS_OF).asOf();
        String key = sku.value();
        if (asOf != null) {
            return pageOfThePast(key, asOf, encoding);
        }
        FreshnessRequirement required = FreshnessRequirement.of(token);
        CachedResponse page = waiter.read(
                token,
                SkuProjection.NAME,
                List.of(key),
                () -> pages.find(key, required.allowingStaleFromRedis()),
                () -> pages.find(key, required),
                found -> required.isMetBy(key, found));
        if (page == null) {
            waiter.requireNotDegraded(SkuProjection.NAME, key);
            throw notFound();
        }
        return encoding.answer(
                cacheControl.ok(token).contentType(MediaType.APPLICATION_JSON),
                ProductPage.etag(page),
                page.body(),
                () -> pages.gzip(key, page));
    }

    /** The event store has what any token names, so there is nothing to wait for. */
    private ResponseEntity<byte[]> pageOfThePast(String key, Instant asOf, AcceptedEncoding encoding) {
        CachedResponse page = ProductPage.render(history.at(key, asOf));
        if (page == null) {
            throw notFound();
        }
        return encoding.answer(
                ResponseEntity.ok()
                        .header(HttpHeaders.CACHE_CONTROL, CacheControl.NOT_STORED)
                        .contentType(MediaType.APPLICATION_JSON),
                ProductPage.etag(page),
                page.body(),
                () -> null);
    }

    private static QueryProblemException notFound() {
        return QueryProblemException.notFound("product-not-found", "There is no such product.");
    }
}
