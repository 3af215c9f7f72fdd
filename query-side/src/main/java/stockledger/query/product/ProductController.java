package stockledger.query.product;

import java.util.List;
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
import stockledger.query.sku.SkuProjection;
import stockledger.web.ApiContract;

@RestController
class ProductController {

    private final ProductPages pages;
    private final ConsistencyTokenWaiter waiter;
    private final CacheControl cacheControl;

    ProductController(ProductPages pages, ConsistencyTokenWaiter waiter, CacheControl cacheControl) {
        this.pages = pages;
        this.waiter = waiter;
        this.cacheControl = cacheControl;
    }

    @ApiContract(
            summary = "A product page.",
            tagged = true,
            answer = ProductPage.class,
            problems = "404 product-not-found")
    @GetMapping(path = "/v1/products/{sku}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> page(
            @PathVariable Sku sku, ConsistencyToken token, AcceptedEncoding encoding, Parameters parameters) {
        parameters.only();
        String key = sku.value();
        FreshnessRequirement required = FreshnessRequirement.of(token);
        CachedResponse page = waiter.read(
                token,
                SkuProjection.NAME,
                List.of(key),
                () -> pages.find(key, required.allowingStaleFromRedis()),
                () -> pages.find(key, required),
                found -> required.isMetBy(key, found));
        if (page == null) {
            throw QueryProblemException.notFound("product-not-found", "There is no such product.");
        }
        return encoding.answer(
                cacheControl.ok(token).contentType(MediaType.APPLICATION_JSON),
                ProductPage.etag(page),
                page.body(),
                () -> pages.gzip(key, page));
    }
}
