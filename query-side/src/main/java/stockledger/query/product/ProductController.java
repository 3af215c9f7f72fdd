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
import stockledger.query.http.AcceptedEncoding;
import stockledger.web.ApiContract;
import stockledger.query.http.CacheControl;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;

@RestController
class ProductController {

    private final ProductPages pages;
    private final ConsistencyTokenWaiter freshness;
    private final CacheControl between;

    ProductController(ProductPages pages, ConsistencyTokenWaiter freshness, CacheControl between) {
        this.pages = pages;
        this.freshness = freshness;
        this.between = between;
    }

    @ApiContract(
            summary = "The whole page of a product.",
            tagged = true,
            answer = ProductPage.class,
            problems = "404 product-not-found")
    @GetMapping(path = "/v1/products/{sku}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> page(
            @PathVariable Sku sku, ConsistencyToken token, AcceptedEncoding takes, Parameters parameters) {
        parameters.only();
        String key = sku.value();
        FreshnessRequirement wanted = FreshnessRequirement.of(token);
        CachedResponse page = freshness.read(
                token,
                ProductProjector.NAME,
                List.of(key),
                () -> pages.find(key, wanted.orAnyFromRedis()),
                () -> pages.find(key, wanted),
                found -> wanted.isMetBy(key, found));
        if (page == null) {
            throw QueryProblemException.notFound("product-not-found", "There is no such product.");
        }
        return takes.answer(
                between.ok(token).contentType(MediaType.APPLICATION_JSON),
                ProductPage.etag(page),
                page.body(),
                () -> pages.gzip(key, page));
    }
}
