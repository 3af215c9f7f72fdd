package stockledger.query.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.query.http.CacheControl;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.sku.SkuHistory;
import stockledger.web.ApiContract;

/** Explains the available units of a SKU by its events. */
@RestController
class ExplanationController {

    static final String LOCATION = "locationId";

    private final SkuHistory history;

    ExplanationController(SkuHistory history) {
        this.history = history;
    }

    /** It is folded from events, of which the event store has all that a token names. */
    @ApiContract(
            id = "explainAvailability",
            summary =
                    "Why as many units of a SKU are available, now or at a past instant: on hand, less unavailable, allocated,"
                            + " held and safety stock, by location, each with the events that it is made of.",
            parameters = {"asOf", "locationId"},
            problems = "404 product-not-found")
    @GetMapping(path = "/v1/inventory/{sku}/explanation", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ExplanationAnswer> explanation(
            @PathVariable Sku sku, ConsistencyToken token, Parameters parameters) {
        Instant asOf = parameters.only(Parameters.AS_OF, LOCATION).asOf();
        String location = location(parameters);
        SkuHistory.Explained explained = history.explained(sku.value(), asOf);
        if (explained.document().view().catalog() == null) {
            throw QueryProblemException.notFound("product-not-found", "There is no such product.");
        }
        long version = explained.document().versionOf(sku.stockStream());
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, CacheControl.NOT_STORED)
                .body(new Explanation(explained.document().view(), explained.origins(), location)
                        .answer(version < 0 ? null : (Long) version));
    }

    /** The location that a request names; null for all. */
    static @Nullable String location(Parameters parameters) {
        String text = parameters.text(LOCATION);
        if (text == null) {
            return null;
        }
        try {
            return new LocationId(text).value();
        } catch (IllegalArgumentException e) {
            throw QueryProblemException.invalid(LOCATION, String.valueOf(e.getMessage()));
        }
    }
}
