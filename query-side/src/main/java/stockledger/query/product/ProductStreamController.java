package stockledger.query.product;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.FreshnessRequirement;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sse.SseStreams;
import stockledger.web.ApiContract;

/** Streams product pages: the current page first, then each new version. */
@RestController
class ProductStreamController {

    private static final int MAX_SKUS = 200;

    private final ProductPages pages;
    private final ConsistencyTokenWaiter waiter;
    private final SseStreams streams;

    ProductStreamController(ProductPages pages, ConsistencyTokenWaiter waiter, SseStreams streams) {
        this.pages = pages;
        this.waiter = waiter;
        this.streams = streams;
    }

    @ApiContract(
            id = "streamProduct",
            summary = "The page of a product at once, and again whenever it changes, as server-sent events.",
            media = MediaType.TEXT_EVENT_STREAM_VALUE,
            problems = {"404 product-not-found", "503 too-many-streams"})
    @GetMapping(path = "/v1/products/{sku}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<ResponseBodyEmitter> one(
            @PathVariable Sku sku, ConsistencyToken token, Parameters parameters, HttpServletRequest request) {
        parameters.only();
        List<String> keys = List.of(sku.value());
        return streams.open(request, keys, () -> firstPages(keys, token));
    }

    /** Without the parameter {@code sku} this is the page of the product {@code stream}. */
    @ApiContract(
            id = "streamProducts",
            summary = "The pages of up to 200 products at once, and each again whenever it changes, as server-sent"
                    + " events.",
            media = MediaType.TEXT_EVENT_STREAM_VALUE,
            parameters = "sku",
            problems = {"400 invalid-sku", "404 product-not-found", "503 too-many-streams"})
    @GetMapping(path = "/v1/products/stream", params = "sku", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<ResponseBodyEmitter> many(
            ConsistencyToken token, Parameters parameters, HttpServletRequest request) {
        List<String> given = parameters.only("sku").all("sku");
        if (given.size() > MAX_SKUS) {
            throw QueryProblemException.invalid("sku", "Must have 1 to " + MAX_SKUS + " values.");
        }
        Set<String> keys = new LinkedHashSet<>();
        given.forEach(text -> keys.add(sku(text).value()));
        List<String> distinct = List.copyOf(keys);
        return streams.open(request, distinct, () -> firstPages(distinct, token));
    }

    private static Sku sku(String text) {
        try {
            return new Sku(text);
        } catch (IllegalArgumentException e) {
            throw QueryProblemException.invalid("invalid-sku", "sku", String.valueOf(e.getMessage()));
        }
    }

    private Map<String, CachedResponse> firstPages(List<String> keys, ConsistencyToken token) {
        FreshnessRequirement required = FreshnessRequirement.of(token);
        Map<String, CachedResponse> found = waiter.read(
                token,
                SkuProjection.NAME,
                keys,
                () -> pages.find(keys, required.allowingStaleFromRedis()),
                () -> pages.find(keys, required),
                pagesFound -> keys.stream().allMatch(key -> required.isMetBy(key, pagesFound.get(key))));
        List<String> unknown =
                keys.stream().filter(key -> !found.containsKey(key)).toList();
        if (!unknown.isEmpty()) {
            throw QueryProblemException.notFound(
                    "product-not-found", "Some of these products are unknown.", Map.of("skus", unknown));
        }
        return found;
    }
}
