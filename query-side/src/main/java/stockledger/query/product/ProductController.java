package stockledger.query.product;

import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;
import stockledger.query.cache.Reads;
import stockledger.query.cache.Ready;
import stockledger.query.cache.Tally;
import stockledger.query.cache.Wanted;
import stockledger.query.http.CachesBetween;
import stockledger.query.http.Freshness;
import stockledger.query.http.Parameters;
import stockledger.query.http.Promises;
import stockledger.query.http.Refused;
import stockledger.query.http.Takes;

@RestController
class ProductController {

    private final ProductPages pages;
    private final Freshness freshness;
    private final CachesBetween between;
    private final Tally tally;

    ProductController(ProductPages pages, Freshness freshness, CachesBetween between, Reads reads) {
        this.pages = pages;
        this.freshness = freshness;
        this.between = between;
        this.tally = reads.of(ProductPages.NAME);
    }

    @Promises(
            tells = "The whole page of a product.",
            tagged = true,
            answer = ProductPage.class,
            refusals = "404 product-not-found")
    @GetMapping(path = "/v1/products/{sku}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> page(@PathVariable Sku sku, ConsistencyToken token, Takes takes, Parameters parameters) {
        parameters.only();
        String key = sku.value();
        Wanted wanted = Wanted.by(token);
        Ready page = freshness.read(
                token,
                ProductProjector.NAME,
                List.of(key),
                () -> pages.find(key, wanted.patiently()),
                () -> pages.find(key, wanted),
                found -> wanted.isMetBy(key, found));
        if (page == null) {
            throw Refused.unknown("product-not-found", "There is no such product.");
        }
        tally.read(key);
        return takes.answer(
                between.ok(token).contentType(MediaType.APPLICATION_JSON),
                ProductPage.tag(page),
                page.body(),
                () -> pages.packed(key, page));
    }
}
